//! A request before it is sent: gloo-net's builder without its parser of addresses, which guests
//! would load to add a query to a path.

use js_sys::{Object, Reflect};
use web_sys::{AbortSignal, RequestCache, RequestCredentials, RequestInit};

/// Begins requests.
pub(crate) struct Request;

impl Request {
    pub(crate) fn get(path: &str) -> RequestBuilder {
        RequestBuilder {
            path: path.to_owned(),
            init: RequestInit::new(),
            headers: Object::new(),
        }
    }

    pub(crate) fn post(path: &str) -> RequestBuilder {
        let request = Self::get(path);
        request.init.set_method("POST");
        request
    }
}

/// What a request will be.
pub(crate) struct RequestBuilder {
    path: String,
    init: RequestInit,
    headers: Object,
}

impl RequestBuilder {
    /// Adds a query, to a path that has none.
    pub(crate) fn query(mut self, parameters: &[(&str, &str)]) -> Self {
        for (place, (name, value)) in parameters.iter().enumerate() {
            self.path.push(if place == 0 { '?' } else { '&' });
            self.path.push_str(name);
            self.path.push('=');
            let value = String::from(js_sys::encode_uri_component(value));
            self.path.push_str(&value);
        }
        self
    }

    /// The path with its query.
    pub(crate) fn address(&self) -> &str {
        &self.path
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        // An object of our own takes every field.
        let _ = Reflect::set(&self.headers, &name.into(), &value.into());
        self
    }

    pub(crate) fn cache(self, cache: RequestCache) -> Self {
        self.init.set_cache(cache);
        self
    }

    pub(crate) fn body(self, json: &str) -> Self {
        self.init.set_body(&json.into());
        self.header("content-type", "application/json")
    }

    /// The request; none where a header or the address is not allowed. Its address is whole: the page
    /// that the program runs in may be of another origin.
    pub(crate) fn build(self, signal: Option<&AbortSignal>) -> Option<gloo_net::http::Request> {
        let mut address = web_sys::window()?.location().origin().ok()?;
        address.push_str(&self.path);
        self.init.set_credentials(RequestCredentials::Omit);
        self.init.set_signal(signal);
        self.init.set_headers(&self.headers);
        web_sys::Request::new_with_str_and_init(&address, &self.init)
            .ok()
            .map(Into::into)
    }
}
