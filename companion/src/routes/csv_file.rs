//! Files of rows (RFC 4180), sent while they are written.
//!
//! A cell that a spreadsheet would take for a formula begins with an apostrophe here: it is shown as
//! the text that it is. A file that cannot be written to its end breaks off, so that nobody takes a
//! part for the whole.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use csv::{Terminator, WriterBuilder};
use http_body::Frame;
use tokio::sync::mpsc;

use crate::store::StoreError;

/// Rows that follow each other, as bytes of a file.
pub(super) type Rows = mpsc::Receiver<Result<Bytes, StoreError>>;

/// An answer that browsers save under this name.
pub(super) fn answer(name: &str, rows: Rows) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::try_from(disposition)
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, Body::new(File(rows))).into_response()
}

/// Rows as bytes.
pub(super) fn bytes<'r, R>(rows: R) -> Result<Bytes, StoreError>
where
    R: IntoIterator,
    R::Item: IntoIterator<Item = &'r str>,
{
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        for cell in row {
            let harmless = harmless(cell);
            writer.write_field(harmless.as_ref()).map_err(malformed)?;
        }
        writer.write_record(None::<&[u8]>).map_err(malformed)?;
    }
    let bytes = writer.into_inner();
    bytes
        .map(Bytes::from)
        .map_err(|_| StoreError::Malformed("row of a file"))
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "it is handed over by map_err"
)]
fn malformed(_: csv::Error) -> StoreError {
    StoreError::Malformed("row of a file")
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    let dangerous = |first: char| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r');
    if cell.starts_with(dangerous) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

/// A body of rows. What goes wrong ends it before its end.
struct File(Rows);

impl http_body::Body for File {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|rows| {
            Some(match rows? {
                Ok(rows) => Ok(Frame::data(rows)),
                Err(error) => {
                    tracing::warn!(%error, "a file was not written to its end");
                    Err(io::Error::other(error))
                }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        let row = bytes([[cell]]).expect("a row");
        assert_eq!(std::str::from_utf8(&row), Ok(expected));
    }

    #[test]
    fn cells_that_begin_a_formula_are_texts() {
        check("=1+1", "'=1+1\r\n");
        check("+1", "'+1\r\n");
        check("-1", "'-1\r\n");
        check("@SUM(A1)", "'@SUM(A1)\r\n");
        check("\t=1", "'\t=1\r\n");
        check("\r=1", "\"'\r=1\"\r\n");
        check("1-1", "1-1\r\n");
    }

    #[test]
    fn cells_are_quoted_where_they_have_to_be() {
        check("a,b", "\"a,b\"\r\n");
        check("say \"a\"", "\"say \"\"a\"\"\"\r\n");
        check("two\nlines", "\"two\nlines\"\r\n");
        let rows = bytes([["a", "b"], ["", "c"]]).expect("rows");
        assert_eq!(&rows[..], b"a,b\r\n,c\r\n");
    }
}
