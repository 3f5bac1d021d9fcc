//! The demo's menus: everything that a calendar can offer and ask for, as plain data.

/// A calendar with a menu, and who and what belongs to it.
pub(super) struct DemoMenu {
    pub(super) id: &'static str,
    pub(super) style: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) location: &'static str,
    pub(super) cover: &'static str,
    pub(super) accent: Option<&'static str>,
    pub(super) notice_minutes: i64,
    pub(super) window_days: i64,
    pub(super) menu: &'static str,
    pub(super) menu_start: &'static str,
    pub(super) items_max: i64,
    pub(super) zone_policy: &'static str,
    pub(super) phone: &'static str,
    pub(super) attendee_details: &'static str,
    /// The contract's categories as JSON.
    pub(super) categories: &'static str,
    /// The contract's questions as JSON.
    pub(super) form: &'static str,
    /// The contract's payment terms as JSON.
    pub(super) payment_terms: Option<&'static str>,
    /// The engine's deposit as JSON.
    pub(super) deposit: Option<&'static str>,
    /// The contract's theme as JSON, and what comes first.
    pub(super) theme: &'static str,
    pub(super) steps: &'static str,
    /// The page of the business's site for guests who have booked, and what it is told, as JSON.
    pub(super) goes_on_to: Option<(&'static str, &'static str)>,
    pub(super) places: &'static [DemoPlace],
    pub(super) staff: &'static [DemoMember],
    pub(super) services: &'static [DemoMenuService],
}

/// A location.
pub(super) struct DemoPlace {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) address: &'static str,
    /// Weekday, opening and closing minute.
    pub(super) hours: &'static [(i64, i64, i64)],
}

/// A member of staff.
pub(super) struct DemoMember {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) role: &'static str,
    /// Ids of locations as JSON.
    pub(super) locations: &'static str,
    /// Weekday, opening and closing minute.
    pub(super) hours: &'static [(i64, i64, i64)],
}

/// A service of a menu.
pub(super) struct DemoMenuService {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) category: &'static str,
    pub(super) cover: Option<&'static str>,
    pub(super) private: bool,
    /// Minor units, minutes, minutes, minutes, seats, seats.
    pub(super) price_minor: i64,
    pub(super) duration_minutes: i64,
    pub(super) interval_minutes: i64,
    pub(super) buffer_after_minutes: i64,
    pub(super) capacity: i64,
    pub(super) attendees_max: i64,
    /// Lists as JSON, in the shapes of the books.
    pub(super) locations: &'static str,
    pub(super) variations: &'static str,
    pub(super) add_ons: &'static str,
    pub(super) staff: &'static str,
    /// The engine's tax as JSON.
    pub(super) tax: Option<&'static str>,
}

const PLAIN: DemoMenuService = DemoMenuService {
    id: "",
    name: "",
    description: "",
    category: "",
    cover: None,
    private: false,
    price_minor: 0,
    duration_minutes: 60,
    interval_minutes: 30,
    buffer_after_minutes: 0,
    capacity: 1,
    attendees_max: 1,
    locations: "[]",
    variations: "[]",
    add_ons: "[]",
    staff: "[]",
    tax: None,
};

/// Everything that the pottery studio offers: several services in one booking, and a deposit.
pub(super) const KILN_MENU: DemoMenu = DemoMenu {
    id: "kiln-menu",
    style: "neo",
    title: "A day at Kiln & Clay",
    description: "Put your visit together: a class, an hour with a teacher, glazing. What follows \
                  on what is arranged for you.",
    location: "Rua do Forno do Tijolo, Anjos, Lisbon",
    cover: "/assets/covers/wheel-throwing.svg",
    accent: Some("#2148a6"),
    notice_minutes: 120,
    window_days: 60,
    menu: "cards",
    menu_start: "service",
    items_max: 3,
    zone_policy: "guest",
    phone: "optional",
    attendee_details: "names",
    categories: r#"[{"id":"classes","name":"Classes"},{"id":"teachers","name":"With a teacher"},
        {"id":"finishing","name":"Glazing and firing"}]"#,
    form: "[]",
    payment_terms: Some(
        r#"{"text":{"text":"Half of the price is paid now and keeps your places. The rest is paid at the studio.\nFree of charge until 48 hours before, half of what was paid after that."}}"#,
    ),
    deposit: Some(r#"{"percent":{"percent":"50"}}"#),
    theme: r##"{"background":"#e9dccb"}"##,
    steps: "form_first",
    goes_on_to: None,
    places: &[],
    staff: &[
        DemoMember {
            id: "ines-duarte",
            name: "Inês Duarte",
            role: "Founder, at the wheel since 1998",
            locations: "[]",
            hours: &[],
        },
        DemoMember {
            id: "tomas-reis",
            name: "Tomás Reis",
            role: "Hand-building and glazes",
            locations: "[]",
            hours: &[
                (3, 12 * 60, 18 * 60),
                (4, 12 * 60, 18 * 60),
                (5, 12 * 60, 20 * 60),
                (6, 10 * 60, 18 * 60),
            ],
        },
    ],
    services: &[
        DemoMenuService {
            id: "open-wheel",
            name: "Open wheel class",
            description: "Two hours at your own wheel in a group of at most eight.",
            category: "classes",
            cover: Some("/assets/covers/wheel-throwing.svg"),
            price_minor: 4_800,
            duration_minutes: 120,
            capacity: 8,
            attendees_max: 4,
            buffer_after_minutes: 15,
            add_ons: r#"[{"id":"apron","name":"Apron to keep","unit_price_minor":1800,"quantity_max":1},
                {"id":"clay","name":"Another bag of clay","description":"Five kilos of stoneware.","unit_price_minor":900,"quantity_max":3}]"#,
            ..PLAIN
        },
        DemoMenuService {
            id: "table-session",
            name: "Hand-building at the table",
            description: "Pinch, coil and slab, for as long as you like.",
            category: "classes",
            cover: Some("/assets/covers/hand-building.svg"),
            price_minor: 2_900,
            duration_minutes: 90,
            capacity: 10,
            attendees_max: 6,
            variations: r#"[{"id":"short","name":"90 minutes","unit_price_minor":2900,"duration_minutes":90},
                {"id":"long","name":"Two and a half hours","unit_price_minor":3900,"duration_minutes":150}]"#,
            ..PLAIN
        },
        DemoMenuService {
            id: "wheel-lesson",
            name: "Lesson at the wheel",
            description: "A teacher to yourself.",
            category: "teachers",
            price_minor: 8_500,
            duration_minutes: 90,
            variations: r#"[{"id":"hour","name":"One hour","unit_price_minor":6500,"duration_minutes":60},
                {"id":"long","name":"An hour and a half","unit_price_minor":8500,"duration_minutes":90}]"#,
            staff: r#"[{"staff_id":"ines-duarte","own_prices":[{"variation_id":"hour","unit_price_minor":7500},{"variation_id":"long","unit_price_minor":9800}]},
                {"staff_id":"tomas-reis"}]"#,
            ..PLAIN
        },
        DemoMenuService {
            id: "glaze-talk",
            name: "Choosing a glaze",
            description: "Half an hour over test tiles, for a piece of yours.",
            category: "finishing",
            cover: Some("/assets/covers/glazing.svg"),
            price_minor: 2_500,
            duration_minutes: 30,
            staff: r#"[{"staff_id":"ines-duarte"},{"staff_id":"tomas-reis"}]"#,
            ..PLAIN
        },
        DemoMenuService {
            id: "team-morning",
            name: "A morning for your team",
            description: "The studio to yourselves, for those who have this link.",
            category: "classes",
            private: true,
            price_minor: 3_600,
            duration_minutes: 180,
            capacity: 12,
            attendees_max: 12,
            ..PLAIN
        },
    ],
};

/// Everything that the practice offers: two locations, therapists, and a form.
pub(super) const NORTHLIGHT_MENU: DemoMenu = DemoMenu {
    id: "northlight-care",
    style: "classic",
    title: "Care at Northlight",
    description: "Choose where, with whom and for how long.",
    location: "",
    cover: "/assets/covers/physiotherapy.svg",
    accent: None,
    notice_minutes: 240,
    window_days: 45,
    menu: "list",
    menu_start: "location",
    items_max: 2,
    zone_policy: "business",
    phone: "required",
    attendee_details: "none",
    categories: "[]",
    form: r#"[
        {"id":"reason","label":"What brings you here?","required":true,"kind":{"choice":{"options":["Back","Shoulder","Knee","Something else"]}}},
        {"id":"treatments","label":"What have you tried?","kind":{"choices":{"options":["Exercises","Massage","Medication","Rest"]}}},
        {"id":"doctor","label":"Who referred you?","hint":"Leave it empty if nobody did.","kind":"text"},
        {"id":"story","label":"Tell us more","kind":"long_text"},
        {"id":"pain","label":"How much does it hurt?","hint":"From 0 to 10.","kind":{"number":{"min":0,"max":10}}},
        {"id":"since","label":"Since when?","kind":"date"},
        {"id":"adult","label":"I am 18 or older","required":true,"kind":"checkbox"}]"#,
    payment_terms: Some(r#"{"link":{"url":"https://northlight.example/terms"}}"#),
    deposit: None,
    theme: "{}",
    steps: "time_first",
    goes_on_to: Some(("/demo/thanks.html", r#"["service","starts_at","status"]"#)),
    places: &[
        DemoPlace {
            id: "northlight-chelsea",
            name: "Chelsea",
            address: "West 26th Street, fourth floor, New York",
            hours: &[],
        },
        DemoPlace {
            id: "northlight-brooklyn",
            name: "Brooklyn",
            address: "Atlantic Avenue, New York",
            hours: &[
                (2, 10 * 60, 18 * 60),
                (3, 10 * 60, 18 * 60),
                (4, 10 * 60, 18 * 60),
            ],
        },
    ],
    staff: &[
        DemoMember {
            id: "maya-chen",
            name: "Maya Chen",
            role: "Physiotherapist",
            locations: "[]",
            hours: &[],
        },
        DemoMember {
            id: "daniel-ortiz",
            name: "Daniel Ortiz",
            role: "Sports physiotherapist",
            locations: r#"["northlight-chelsea"]"#,
            hours: &[],
        },
    ],
    services: &[
        DemoMenuService {
            id: "assessment",
            name: "Assessment",
            description: "An hour to hear your story, examine and begin.",
            price_minor: 14_000,
            buffer_after_minutes: 10,
            staff: r#"[{"staff_id":"maya-chen"},{"staff_id":"daniel-ortiz","own_prices":[{"unit_price_minor":15500}]}]"#,
            ..PLAIN
        },
        DemoMenuService {
            id: "treatment",
            name: "Treatment",
            description: "For those who have been here before.",
            price_minor: 9_500,
            duration_minutes: 30,
            buffer_after_minutes: 10,
            variations: r#"[{"id":"half","name":"30 minutes","unit_price_minor":9500,"duration_minutes":30},
                {"id":"full","name":"60 minutes","unit_price_minor":16500,"duration_minutes":60}]"#,
            staff: r#"[{"staff_id":"maya-chen"},{"staff_id":"daniel-ortiz"}]"#,
            ..PLAIN
        },
        DemoMenuService {
            id: "sports-massage",
            name: "Sports massage",
            description: "Chelsea only; sales tax is added.",
            price_minor: 11_000,
            locations: r#"["northlight-chelsea"]"#,
            staff: r#"[{"staff_id":"daniel-ortiz"}]"#,
            tax: Some(r#"{"percent":"8.875","kind":"exclusive"}"#),
            ..PLAIN
        },
    ],
};
