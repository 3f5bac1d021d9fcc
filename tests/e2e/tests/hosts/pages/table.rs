//! The table of host pages.

use e2e::browser::Engine;

use crate::house::Memory;

/// A page, and what happens on it.
pub(crate) struct Page {
    /// Its file is `tests/e2e/hosts/{name}.html`.
    pub(crate) name: &'static str,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// The page's own frames in which the widget's page stands.
    pub(crate) within: &'static [&'static str],
    pub(crate) way: Way,
    pub(crate) end: End,
    pub(crate) hand: Hand,
    /// Whether it comes from an origin that no business has registered.
    pub(crate) from_elsewhere: bool,
    pub(crate) memory: Memory,
    /// Whether it is printed on the way.
    pub(crate) printed: bool,
    /// Whether the widget is loaded although nobody can see it.
    pub(crate) loads_hidden: bool,
    pub(crate) engines: Engines,
    /// Engines in which the page is not visited.
    pub(crate) not_in: &'static [Engine],
    /// Parts of complaints that the page's own trait causes.
    pub(crate) own_faults: &'static [&'static str],
    /// What the file's name ends in.
    kind: &'static str,
}

/// How a guest gets to the widget. Unless it is there at once, nothing of it may be loaded before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    AtOnce,
    /// Far below what is seen at first.
    Scrolled,
    /// Behind `#open`.
    Pressed,
    /// Behind the loader's own button.
    Button,
}

/// What the guest presses things with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    Mouse,
    /// Where drivers press beside what they mean, since the page is scaled or turned.
    Keyboard,
}

/// What engines make of a page's trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engines {
    /// Each something of its own.
    Differ,
    /// The same: it is a matter of the loader's own script, or another case of what a page beside it
    /// shows in all of them. In a run of all suites such a page is visited in Chromium alone.
    Alike,
}

/// Where a visit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At the payment page, with the discounted sum.
    Payment,
    /// At the confirmation, after paying.
    Confirmation,
    /// At the payment page, to which only the widget's link leads.
    PaymentLink,
    /// At a link to the booking page.
    Link,
    /// The same where no script runs that could be asked.
    LinkWithoutScript,
}

impl Page {
    /// A page on which the widget is there at once and a guest gets as far as the payment page.
    pub(crate) const fn new(name: &'static str) -> Self {
        Self {
            name,
            headers: &[],
            within: &[],
            way: Way::AtOnce,
            end: End::Payment,
            hand: Hand::Mouse,
            from_elsewhere: false,
            memory: Memory::Whole,
            printed: false,
            loads_hidden: false,
            engines: Engines::Differ,
            not_in: &[],
            own_faults: &[],
            kind: "html",
        }
    }

    const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    const fn within(self, within: &'static [&'static str]) -> Self {
        Self { within, ..self }
    }

    const fn by(self, way: Way) -> Self {
        Self { way, ..self }
    }

    const fn to(self, end: End) -> Self {
        Self { end, ..self }
    }

    const fn own_faults(self, own_faults: &'static [&'static str]) -> Self {
        Self { own_faults, ..self }
    }

    const fn by_keys(self) -> Self {
        let hand = Hand::Keyboard;
        Self { hand, ..self }
    }

    const fn loads_hidden(self) -> Self {
        let loads_hidden = true;
        Self {
            loads_hidden,
            ..self
        }
    }

    const fn put_elsewhere(self) -> Self {
        let from_elsewhere = true;
        Self {
            from_elsewhere,
            ..self
        }
    }

    const fn with(self, memory: Memory) -> Self {
        Self { memory, ..self }
    }

    const fn printed(self) -> Self {
        let printed = true;
        Self { printed, ..self }
    }

    const fn not_in(self, not_in: &'static [Engine]) -> Self {
        Self { not_in, ..self }
    }

    const fn alike(self) -> Self {
        Self {
            engines: Engines::Alike,
            ..self
        }
    }

    const fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// The name of its file.
    pub(crate) fn file(&self) -> String {
        format!("{}.{}", self.name, self.kind)
    }
}

const CSP: &str = "content-security-policy";
const COEP: &str = "cross-origin-embedder-policy";
/// What browsers say of a frame that a policy refuses, the business's or the page's own.
const REFUSED: &[&str] = &[
    "policy: frame-src",
    "Framing '",
    "frame-ancestors",
    "/embed/kiln-studio?",
];
const COOP: &str = "cross-origin-opener-policy";

/// What browsers say of a loader that is not there; WebKit misses the header that would let it tell more.
const MISSING: &[&str] = &["no-widget.js", "Cross-origin script load denied"];

/// All of them.
pub(crate) const PAGES: &[Page] = &[
    Page::new("plain").to(End::Confirmation),
    // Styles.
    Page::new("reset_important"),
    Page::new("reset_all_unset"),
    Page::new("tiny_letters"),
    Page::new("huge_letters").alike(),
    Page::new("zoom_half").alike().by_keys(),
    Page::new("zoom_double").by_keys(),
    Page::new("right_to_left"),
    Page::new("direction_of_the_parent").alike(),
    Page::new("vertical_writing"),
    Page::new("scaled_parent").by_keys(),
    Page::new("turned_parent").by_keys(),
    Page::new("filtered_parent").alike(),
    Page::new("inverted_page").alike(),
    Page::new("moving_parent").alike().by_keys(),
    Page::new("everything_transitions").alike(),
    Page::new("frames_are_hidden"),
    Page::new("frames_are_small").alike(),
    Page::new("responsive_frames"),
    Page::new("no_pointer_events").alike(),
    Page::new("invisible_parent"),
    Page::new("scrolling_box"),
    Page::new("snapping_scroll").alike(),
    Page::new("fixed_header"),
    Page::new("narrow_column"),
    Page::new("grid_min_content"),
    Page::new("flex_row").alike(),
    Page::new("flex_centred").alike(),
    Page::new("columns").alike(),
    Page::new("table_cell").alike(),
    Page::new("display_contents"),
    Page::new("contained").alike(),
    Page::new("dark_page"),
    Page::new("light_only").alike(),
    // The driver of WebKit knows no paper.
    Page::new("printed").printed().not_in(&[Engine::WebKit]),
    Page::new("reduced_motion").alike(),
    Page::new("unseen_for_a_second").alike(),
    Page::new("quirks"),
    Page::new("missing_body").alike(),
    Page::new("xhtml").kind("xhtml"),
    // Hidden at first.
    Page::new("below_the_fold").by(Way::Scrolled),
    Page::new("content_visibility_auto").alike().by(Way::Scrolled),
    Page::new("details_closed").by(Way::Pressed),
    Page::new("tab_display_none").by(Way::Pressed),
    Page::new("content_visibility").by(Way::Pressed),
    // It is at the edge of what is seen, and browsers count that as near.
    Page::new("accordion_without_height").by(Way::Pressed).loads_hidden(),
    Page::new("drawer").alike().by(Way::Pressed),
    Page::new("dialog").by(Way::Pressed),
    Page::new("popover").by(Way::Pressed),
    Page::new("hidden_until_found").alike().by(Way::Pressed),
    // Scripts that have changed what all scripts share.
    Page::new("arrays_changed"),
    Page::new("objects_with_extras").alike(),
    Page::new("json_changed").alike(),
    Page::new("fetch_blocked").alike(),
    Page::new("promise_replaced"),
    Page::new("listeners_wrapped").alike(),
    Page::new("clicks_swallowed").alike(),
    Page::new("messages_rewritten"),
    Page::new("timers_replaced").alike(),
    Page::new("elements_wrapped").alike(),
    Page::new("strings_and_numbers_changed").alike(),
    Page::new("function_bind_of_1_2").alike(),
    Page::new("prototype_of_1_6"),
    Page::new("jquery_of_1_4"),
    Page::new("events_replaced"),
    Page::new("urls_replaced").alike(),
    Page::new("history_patched").alike(),
    Page::new("storage_throws"),
    Page::new("no_intersection_observer").alike(),
    Page::new("name_taken_by_object").alike(),
    Page::new("name_taken_by_element").alike(),
    Page::new("name_taken_by_const").alike(),
    Page::new("names_clobbered").alike(),
    Page::new("policy_of_errors").alike(),
    // How the tag gets there.
    Page::new("tag_in_head"),
    Page::new("tag_deferred").alike(),
    Page::new("tag_that_blocks").alike(),
    Page::new("tag_as_module"),
    Page::new("tag_injected"),
    Page::new("tag_injected_late").alike(),
    Page::new("tag_written").alike(),
    Page::new("page_written_anew").alike(),
    Page::new("tag_twice"),
    Page::new("two_calendars").alike(),
    Page::new("older_version_first"),
    Page::new("calls_before_load").alike(),
    Page::new("element"),
    Page::new("element_by_inner_html").alike(),
    Page::new("element_in_shadow_root"),
    Page::new("element_in_closed_root").alike(),
    Page::new("element_made_again").alike(),
    Page::new("element_moved").alike(),
    Page::new("route_changes"),
    Page::new("body_swapped"),
    Page::new("body_swapped_with_tag").alike(),
    Page::new("in_a_form"),
    Page::new("contenteditable").alike(),
    Page::new("in_a_paragraph").alike(),
    Page::new("base_elsewhere").alike(),
    Page::new("no_referrer"),
    Page::new("document_domain").alike(),
    Page::new("service_worker"),
    // Policies.
    Page::new("csp_our_origin_alone").headers(&[(
        CSP,
        "default-src 'none'; img-src 'self'; script-src 'self' {{WIDGET}}; frame-src {{WIDGET}}; style-src 'self'; base-uri 'none'; form-action 'none'",
    )]),
    Page::new("csp_strict_dynamic").headers(&[(
        CSP,
        "default-src 'none'; img-src 'self'; script-src 'nonce-a2lsbg' 'strict-dynamic'; frame-src {{WIDGET}}; style-src 'self'",
    )]),
    Page::new("csp_strict_dynamic_popup").alike().by(Way::Pressed).headers(&[(
        CSP,
        "default-src 'none'; img-src 'self'; script-src 'nonce-a2lsbg' 'strict-dynamic'; frame-src {{WIDGET}}; style-src 'self'",
    )]),
    Page::new("trusted_types").headers(&[(
        CSP,
        "require-trusted-types-for 'script'; trusted-types 'none'; style-src 'self'",
    )]),
    Page::new("coep_require_corp").headers(&[(COEP, "require-corp"), (COOP, "same-origin")]),
    Page::new("coep_credentialless").headers(&[(COEP, "credentialless"), (COOP, "same-origin")]),
    Page::new("coop_allow_popups").alike().headers(&[
        (COOP, "same-origin-allow-popups"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ]),
    Page::new("permissions_denied").headers(&[(
        "permissions-policy",
        "fullscreen=(), payment=(), storage-access=(), unload=(), geolocation=(), sync-xhr=()",
    )]),
    Page::new("csp_sandbox_with_origin").headers(&[(
        CSP,
        "sandbox allow-scripts allow-same-origin allow-forms allow-popups",
    )]),
    // An origin that is none is nobody's, so no business can have registered it.
    Page::new("csp_sandbox_without_origin")
        .headers(&[(CSP, "sandbox allow-scripts allow-popups")])
        .own_faults(REFUSED)
        .to(End::Link),
    Page::new("csp_frame_refused")
        .headers(&[(CSP, "frame-src 'none'")])
        .own_faults(REFUSED)
        .to(End::Link),
    Page::new("csp_script_refused")
        .headers(&[(CSP, "script-src 'self'")])
        .own_faults(&["policy: script-src", "widget.js"])
        .to(End::Link),
    // Nothing comes of it.
    Page::new("loader_missing").own_faults(MISSING).to(End::Link),
    Page::new("loader_blocked_popup").alike().own_faults(MISSING).to(End::Link),
    Page::new("frame_removed_by_blocker").alike().to(End::Link),
    Page::new("site_not_registered").put_elsewhere().own_faults(REFUSED).to(End::Link),
    Page::new("frame_of_another_site").within(&["#inside"]).own_faults(REFUSED).to(End::Link),
    // Browsers that keep nothing.
    Page::new("nothing_is_kept").with(Memory::None),
    Page::new("nothing_is_kept_for_others").with(Memory::OwnSite),
    Page::new("window_where_nothing_is_kept").alike()
        .with(Memory::OwnSite)
        .by(Way::Pressed),
    // Frames in frames.
    Page::new("frame_in_a_frame").within(&["#inside"]).to(End::PaymentLink),
    Page::new("frame_three_deep").within(&["#inside", "#inside"]).to(End::PaymentLink),
    Page::new("frameset").within(&["#inside"]).to(End::PaymentLink),
    Page::new("sandbox_with_origin").within(&["#inside"]).to(End::PaymentLink),
    Page::new("sandbox_with_navigation").within(&["#inside"]).to(End::PaymentLink),
    Page::new("sandbox_without_origin").within(&["#inside"]).own_faults(REFUSED).to(End::Link),
    Page::new("sandbox_without_scripts").within(&["#inside"]).to(End::LinkWithoutScript),
    // Strangers.
    Page::new("forgeries"),
    Page::new("sibling_pretends"),
    // Windows and buttons.
    Page::new("window_plain").by(Way::Pressed),
    Page::new("window_reset").by(Way::Pressed),
    Page::new("window_transformed").alike().by_keys().by(Way::Pressed),
    Page::new("window_right_to_left").by(Way::Pressed),
    // WebKit's driver presses beside what it means there, and without a press the frame has no focus.
    Page::new("window_zoomed")
        .by_keys()
        .by(Way::Pressed)
        .not_in(&[Engine::WebKit]),
    Page::new("window_locked_scroll").alike().by(Way::Pressed),
    Page::new("window_promise_replaced").alike().by(Way::Pressed),
    Page::new("window_arrays_changed").alike().by(Way::Pressed),
    Page::new("window_from_a_dialog").alike().by(Way::Pressed),
    Page::new("window_trusted_types").by(Way::Pressed).headers(&[(
        CSP,
        "require-trusted-types-for 'script'; trusted-types 'none'; style-src 'self'",
    )]),
    Page::new("button_plain").by(Way::Button),
    Page::new("button_reset").by(Way::Button),
    Page::new("button_transformed").alike().by(Way::Button),
    Page::new("button_right_to_left").alike().by(Way::Button),
];
