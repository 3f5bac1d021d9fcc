//! The files that browsers load: the widget's bundle and loader, covers, the demo's sites.
//!
//! A release carries them inside the binary; a debug build reads the folders when it starts. A
//! folder that is not there is an empty one, so that a fresh checkout compiles and starts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use axum::body::Bytes;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// How the name of the file ends that holds what of the program a page starts with.
const FIRST: &str = "_bg.wasm";
/// How the name of the file ends that holds what is fetched later.
const LATER: &str = "_later.wasm";
/// How many bytes of a file's SHA-256 name it: enough that no two versions share them.
const VERSION_BYTES: usize = 16;

#[derive(RustEmbed)]
#[folder = "../dist/"]
#[allow_missing = true]
struct Dist;

#[derive(RustEmbed)]
#[folder = "../assets/covers/"]
#[allow_missing = true]
struct Covers;

#[derive(RustEmbed)]
#[folder = "../assets/demo/"]
#[allow_missing = true]
struct Demo;

/// Every file that the companion serves.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// What `cargo xtask bundle` makes: the widget, its loader, and both compressed.
    pub dist: Folder,
    /// Cover images of calendars.
    pub covers: Folder,
    /// The demo's sites.
    pub demo: Folder,
    /// The widget's gallery, which no binary carries.
    pub gallery: Folder,
}

/// Files by name.
#[derive(Clone, Debug, Default)]
pub struct Folder(BTreeMap<String, File>);

/// A file as it is sent.
#[derive(Clone, Debug)]
pub struct File {
    /// Its bytes.
    pub plain: Bytes,
    /// The same, compressed with brotli, where the build did so.
    pub brotli: Option<Bytes>,
    /// What it is.
    pub content_type: &'static str,
    /// The name of this version of it: a part of its hash in hexadecimal digits.
    pub version: String,
}

/// The widget's files, as the absolute path of URLs that all of them begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WidgetFiles(String);

impl WidgetFiles {
    /// Where the files are, without what tells them apart.
    pub fn stem(&self) -> &str {
        &self.0
    }

    /// The module that loads the program and gives it the browser.
    pub fn glue(&self) -> String {
        format!("{}.js", self.0)
    }

    /// What of the program a page starts with.
    pub fn first(&self) -> String {
        format!("{}{FIRST}", self.0)
    }

    /// What of the program is fetched later.
    pub fn later(&self) -> String {
        format!("{}{LATER}", self.0)
    }
}

impl Bundle {
    /// What was built into the binary; in a debug build, what is in the folders now.
    pub fn built() -> Self {
        Self {
            dist: folder::<Dist>(),
            covers: folder::<Covers>(),
            demo: folder::<Demo>(),
            gallery: Folder::default(),
        }
    }

    /// A script that pages carry inside, made small; none where the widget is not built yet.
    pub fn script(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(&self.dist.get(name)?.plain).ok()
    }

    /// The widget's files; none where the widget is not built yet.
    pub fn widget(&self) -> Option<WidgetFiles> {
        let has = |stem: &str, end: &str| self.dist.0.contains_key(&format!("{stem}{end}"));
        self.dist.0.keys().find_map(|name| {
            let stem = name.strip_suffix(FIRST)?;
            let whole = has(stem, LATER) && has(stem, ".js");
            whole.then(|| WidgetFiles(format!("/assets/{stem}")))
        })
    }
}

fn folder<E: RustEmbed>() -> Folder {
    E::iter()
        .filter_map(|name| E::get(&name).map(|file| (name.into_owned(), file.data)))
        .collect()
}

impl Folder {
    /// Everything below a folder of this machine, as it is now.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
                    files.push((name.replace('\\', "/"), Cow::Owned(fs::read(&path)?)));
                }
            }
        }
        Ok(files.into_iter().collect())
    }

    /// The file of that name.
    pub fn get(&self, name: &str) -> Option<&File> {
        self.0.get(name)
    }
}

/// Pairs each file with its compressed twin of the same name and `.br`.
impl FromIterator<(String, Cow<'static, [u8]>)> for Folder {
    fn from_iter<I: IntoIterator<Item = (String, Cow<'static, [u8]>)>>(files: I) -> Self {
        let mut folder = BTreeMap::new();
        let mut compressed = Vec::new();
        for (name, data) in files {
            if let Some(plain) = name.strip_suffix(".br") {
                compressed.push((plain.to_owned(), bytes(data)));
            } else {
                folder.insert(name.clone(), File::new(&name, data));
            }
        }
        for (name, bytes) in compressed {
            if let Some(file) = folder.get_mut(&name) {
                file.brotli = Some(bytes);
            }
        }
        Self(folder)
    }
}

impl File {
    fn new(name: &str, data: Cow<'static, [u8]>) -> Self {
        let hash = Sha256::digest(&data);
        Self {
            brotli: None,
            content_type: content_type(name),
            version: hex::encode(hash.get(..VERSION_BYTES).unwrap_or(&hash)),
            plain: bytes(data),
        }
    }
}

/// Without a copy where the bytes are a part of the binary.
fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    }
}

/// What a file is, by the end of its name. Browsers compile a program while it arrives only
/// where it is announced as `application/wasm`.
fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
