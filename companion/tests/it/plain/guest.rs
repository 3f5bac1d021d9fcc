//! A guest without script: reads a page, fills in its form, and presses a button of it, as a
//! browser does.

use reqwest::StatusCode;

use crate::app::{Answer, TestApp};

/// A guest with a page before them.
pub(crate) struct Guest<'a> {
    pub(crate) app: &'a TestApp,
    /// The page.
    pub(crate) page: Answer,
    filled: Vec<(String, String)>,
}

/// A start tag with its attributes.
struct Tag<'p> {
    name: &'p str,
    attributes: Vec<(&'p str, String)>,
    /// What follows it.
    rest: &'p str,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Every start tag of a piece of a page.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if !after.starts_with(|c: char| c.is_ascii_lowercase()) {
            continue;
        }
        let end = after.find([' ', '>']).expect("the end of a name");
        let (name, mut more) = after.split_at(end);
        let mut attributes = Vec::new();
        while let Some(next) = more.strip_prefix(' ') {
            let end = next.find(['=', ' ', '>']).expect("the end of an attribute");
            let (attribute, value) = next.split_at(end);
            if let Some(quoted) = value.strip_prefix("=\"") {
                let (value, after) = quoted.split_once('"').expect("a closing quote");
                attributes.push((attribute, plain(value)));
                more = after;
            } else {
                attributes.push((attribute, String::new()));
                more = value;
            }
        }
        rest = more.strip_prefix('>').expect("the end of a tag");
        tags.push(Tag {
            name,
            attributes,
            rest,
        });
    }
    tags
}

/// Text out of a page.
pub(crate) fn plain(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

impl<'a> Guest<'a> {
    /// Opens a page.
    pub(crate) async fn open(app: &'a TestApp, path: &str) -> Self {
        let page = app.get(path).await;
        Self {
            app,
            page,
            filled: Vec::new(),
        }
    }

    /// Fills in a field, chooses from a list, or ticks a box.
    pub(crate) fn fill(&mut self, name: &str, value: &str) -> &mut Self {
        let known = self.fields().iter().any(|(field, _)| field == name) || {
            let form = self.form();
            tags(form).iter().any(|tag| tag.get("name") == Some(name))
        };
        assert!(
            known,
            "there is no {name} on this page:\n{}",
            self.page.text
        );
        self.filled.retain(|(field, _)| field != name);
        self.filled.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leaves a box empty.
    pub(crate) fn clear(&mut self, name: &str) -> &mut Self {
        self.fill(name, "")
    }

    /// The form of the step.
    fn form(&self) -> &str {
        let page = &self.page.text;
        let begin = page.find("<form id=\"step\"");
        let begin = begin.unwrap_or_else(|| panic!("no form on this page:\n{page}"));
        let end = page[begin..].find("</form>").expect("the form's end");
        &page[begin..begin + end]
    }

    /// What the form sends as it stands, but for its buttons.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let form = self.form();
        let mut list = None;
        for tag in tags(form) {
            let value = tag.get("value").unwrap_or_default().to_owned();
            match (tag.name, tag.get("name"), tag.get("type")) {
                ("input", _, Some("radio" | "checkbox")) if tag.get("checked").is_none() => {}
                ("input", Some(name), _) => fields.push((name.to_owned(), value)),
                ("textarea", Some(name), _) => {
                    let text = tag.rest.split("</textarea>").next().unwrap_or_default();
                    let text = text.strip_prefix('\n').unwrap_or(text);
                    fields.push((name.to_owned(), plain(text)));
                }
                ("select", Some(name), _) => list = Some(name.to_owned()),
                ("option", _, _) => {
                    if let (Some(name), Some(_)) = (&list, tag.get("selected")) {
                        fields.push((name.clone(), value));
                    }
                }
                _ => {}
            }
        }
        let own = fields.into_iter();
        let own = own.filter(|(name, _)| !self.filled.iter().any(|(known, _)| known == name));
        let filled = self
            .filled
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .cloned();
        own.chain(filled).collect()
    }

    /// Presses the first button that goes on.
    pub(crate) async fn go_on(&mut self) -> &mut Self {
        let (address, fields) = self.sent(None);
        self.send(&address, &fields).await
    }

    /// Presses a button with this name and value.
    pub(crate) async fn press(&mut self, name: &str, value: &str) -> &mut Self {
        let (address, fields) = self.sent(Some((name, value)));
        self.send(&address, &fields).await
    }

    /// Presses the first button of this name.
    pub(crate) async fn press_first(&mut self, name: &str) -> &mut Self {
        let buttons = tags(&self.page.text);
        let mut buttons = buttons.iter().filter(|tag| tag.name == "button");
        let found = buttons.find(|tag| tag.get("name") == Some(name));
        let found = found.unwrap_or_else(|| panic!("no {name}:\n{}", self.page.text));
        let value = found.get("value").unwrap_or_default().to_owned();
        self.press(name, &value).await
    }

    /// The names of the fields that are typed into.
    pub(crate) fn typed_fields(&self) -> Vec<String> {
        let form = tags(self.form());
        let typed = form.iter().filter(|tag| {
            let kind = tag.get("type").unwrap_or("text");
            tag.name == "textarea"
                || tag.name == "input" && ["text", "email", "tel"].contains(&kind)
        });
        let names = typed.filter_map(|tag| tag.get("name"));
        names.map(str::to_owned).collect()
    }

    /// What pressing a button sends, and where.
    pub(crate) fn sent(&self, button: Option<(&str, &str)>) -> (String, Vec<(String, String)>) {
        let form = tags(self.form());
        // The buttons of the languages stand below, and belong to the form all the same.
        let page = tags(&self.page.text);
        let pressed = page
            .iter()
            .filter(|tag| tag.name == "button")
            .find(|tag| match button {
                Some((name, value)) => {
                    tag.get("name") == Some(name) && tag.get("value") == Some(value)
                }
                None => tag.get("class") == Some("main"),
            });
        let pressed = pressed.unwrap_or_else(|| panic!("no {button:?}:\n{}", self.page.text));
        let action = pressed
            .get("formaction")
            .or(form[0].get("action"))
            .expect("an address");
        let method = form[0].get("method").expect("a method");
        let mut fields = self.fields();
        if let Some(name) = pressed.get("name") {
            let value = pressed.get("value").unwrap_or_default();
            fields.push((name.to_owned(), value.to_owned()));
        }
        (format!("{method} {action}"), fields)
    }

    /// Sends what a form would.
    pub(crate) async fn send(&mut self, address: &str, fields: &[(String, String)]) -> &mut Self {
        let (method, path) = address.split_once(' ').expect("a method and a path");
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let body = body.finish();
        let http = &self.app.http;
        let url = format!("{}{path}", self.app.url);
        let request = match method {
            "get" => http.get(format!("{url}?{body}")),
            _ => http
                .post(url)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body),
        };
        self.page = self.app.send(request).await;
        self.filled.clear();
        self
    }

    /// Whether the page says this.
    #[track_caller]
    pub(crate) fn reads(&self, text: &str) -> &Self {
        assert!(
            words(&self.page.text).contains(text),
            "{text:?} is not said:\n{}",
            words(&self.page.text)
        );
        self
    }

    /// Whether the page does not say this.
    #[track_caller]
    pub(crate) fn does_not_read(&self, text: &str) -> &Self {
        assert!(!words(&self.page.text).contains(text), "{text:?} is said");
        self
    }

    #[track_caller]
    pub(crate) fn status(&self, status: StatusCode) -> &Self {
        assert_eq!(self.page.status, status, "{}", words(&self.page.text));
        self
    }

    /// The first address of a link that contains this.
    pub(crate) fn link(&self, part: &str) -> String {
        let tags = tags(&self.page.text);
        let links = tags.iter().filter(|tag| tag.name == "a");
        let mut links = links.filter_map(|tag| tag.get("href"));
        let link = links.find(|href| href.contains(part));
        link.unwrap_or_else(|| panic!("no link {part}:\n{}", self.page.text))
            .to_owned()
    }
}

/// What a page says, without its tags and its style.
pub(crate) fn words(html: &str) -> String {
    let body = html.split("<body").nth(1).unwrap_or(html);
    let mut said = String::new();
    let mut rest = body.split_once('>').map_or(body, |(_, rest)| rest);
    while let Some((text, tag)) = rest.split_once('<') {
        said.push_str(text);
        said.push(' ');
        rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    }
    plain(&said)
        .split([' ', '\n'])
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
