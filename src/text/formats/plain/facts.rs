//! What Chromium's `Intl` says of three locales, as far as tests and the gallery come to it.

/// How one locale writes. Patterns hold their parts in braces.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) months: [&'static str; 12],
    /// From Monday on, as the two below.
    pub(super) weekdays: [&'static str; 7],
    pub(super) weekdays_short: [&'static str; 7],
    pub(super) weekdays_narrow: [&'static str; 7],
    /// Of `weekday`, `day` and `month`.
    pub(super) day: &'static str,
    /// Of the same and `year`.
    pub(super) date: &'static str,
    /// The words before and after noon; none where a day has one row of 24 hours.
    pub(super) halves: Option<[&'static str; 2]>,
    /// Between groups of three digits.
    pub(super) group: &'static str,
    pub(super) decimal: &'static str,
    /// Before a number below zero.
    pub(super) minus: &'static str,
    /// Of `number`.
    pub(super) percent: &'static str,
    /// Of `minus`, `number` and `sign`.
    pub(super) money: &'static str,
    /// The same with the code of a currency that has no sign.
    pub(super) money_with_code: &'static str,
    /// The signs of currencies; the others have their codes here, though `Intl` knows more signs.
    pub(super) signs: &'static [(&'static str, &'static str)],
    /// The place of a count's plural category in CLDR's order.
    pub(super) category: fn(u32) -> usize,
    /// Names of countries, short and long ones; the others have their codes here.
    pub(super) countries: &'static [(&'static str, &'static str)],
}

/// As in Britain.
pub(super) static ENGLISH: Facts = Facts {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    weekdays: [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    weekdays_short: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    weekdays_narrow: ["M", "T", "W", "T", "F", "S", "S"],
    day: "{weekday} {day} {month}",
    date: "{weekday}, {day} {month} {year}",
    halves: None,
    group: ",",
    decimal: ".",
    minus: "-",
    percent: "{number}%",
    money: "{minus}{sign}{number}",
    money_with_code: "{minus}{sign}\u{a0}{number}",
    signs: &[
        ("EUR", "€"),
        ("USD", "US$"),
        ("GBP", "£"),
        ("JPY", "JP¥"),
        ("BRL", "R$"),
    ],
    category: one_or_other,
    countries: &[
        ("AE", "United Arab Emirates"),
        ("AT", "Austria"),
        ("BR", "Brazil"),
        ("CH", "Switzerland"),
        ("DE", "Germany"),
        ("EG", "Egypt"),
        ("ES", "Spain"),
        ("FR", "France"),
        ("GB", "United Kingdom"),
        ("IO", "British Indian Ocean Territory"),
        ("JP", "Japan"),
        ("PT", "Portugal"),
        ("SA", "Saudi Arabia"),
        ("US", "United States"),
    ],
};

pub(super) static GERMAN: Facts = Facts {
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    weekdays: [
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ],
    weekdays_short: ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
    weekdays_narrow: ["M", "D", "M", "D", "F", "S", "S"],
    day: "{weekday}, {day}. {month}",
    date: "{weekday}, {day}. {month} {year}",
    halves: None,
    group: ".",
    decimal: ",",
    minus: "-",
    percent: "{number}\u{a0}%",
    money: "{minus}{number}\u{a0}{sign}",
    money_with_code: "{minus}{number}\u{a0}{sign}",
    signs: &[
        ("EUR", "€"),
        ("USD", "$"),
        ("GBP", "£"),
        ("JPY", "¥"),
        ("BRL", "R$"),
    ],
    category: one_or_other,
    countries: &[
        ("AE", "Vereinigte Arabische Emirate"),
        ("AT", "Österreich"),
        ("BR", "Brasilien"),
        ("CH", "Schweiz"),
        ("DE", "Deutschland"),
        ("EG", "Ägypten"),
        ("ES", "Spanien"),
        ("FR", "Frankreich"),
        ("GB", "Vereinigtes Königreich"),
        ("IO", "Britisches Territorium im Indischen Ozean"),
        ("JP", "Japan"),
        ("PT", "Portugal"),
        ("SA", "Saudi-Arabien"),
        ("US", "Vereinigte Staaten"),
    ],
};

/// Without a country, as Chromium has it: the digits are those of Europe. The marks of direction
/// are CLDR's.
pub(super) static ARABIC: Facts = Facts {
    months: [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    weekdays: ARABIC_WEEKDAYS,
    weekdays_short: ARABIC_WEEKDAYS,
    weekdays_narrow: ["ن", "ث", "ر", "خ", "ج", "س", "ح"],
    day: "{weekday}، {day} {month}",
    date: "{weekday}، {day} {month} {year}",
    halves: Some(["ص", "م"]),
    group: ",",
    decimal: ".",
    minus: "\u{200e}-",
    percent: "{number}\u{200e}%\u{200e}",
    money: "\u{200f}{minus}{number}\u{a0}{sign}",
    money_with_code: "\u{200f}{minus}{number}\u{a0}{sign}",
    signs: &[
        ("EUR", "€"),
        ("USD", "US$"),
        ("GBP", "UK£"),
        ("JPY", "JP¥"),
        ("BRL", "R$"),
        ("KWD", "د.ك.\u{200f}"),
        ("AED", "د.إ.\u{200f}"),
        ("SAR", "ر.س.\u{200f}"),
    ],
    category: one_to_many,
    countries: &[
        ("AE", "الإمارات العربية المتحدة"),
        ("AT", "النمسا"),
        ("BR", "البرازيل"),
        ("CH", "سويسرا"),
        ("DE", "ألمانيا"),
        ("EG", "مصر"),
        ("ES", "إسبانيا"),
        ("FR", "فرنسا"),
        ("GB", "المملكة المتحدة"),
        ("IO", "الإقليم البريطاني في المحيط الهندي"),
        ("JP", "اليابان"),
        ("PT", "البرتغال"),
        ("SA", "المملكة العربية السعودية"),
        ("US", "الولايات المتحدة"),
    ],
};

const ARABIC_WEEKDAYS: [&str; 7] = [
    "الاثنين",
    "الثلاثاء",
    "الأربعاء",
    "الخميس",
    "الجمعة",
    "السبت",
    "الأحد",
];

fn one_or_other(count: u32) -> usize {
    if count == 1 { 1 } else { 5 }
}

fn one_to_many(count: u32) -> usize {
    match (count, count % 100) {
        (0, _) => 0,
        (1, _) => 1,
        (2, _) => 2,
        (_, 3..=10) => 3,
        (_, 11..=99) => 4,
        _ => 5,
    }
}
