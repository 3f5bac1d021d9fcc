//! Countries: what they are called, and how telephone numbers from abroad begin there.

use std::rc::Rc;

use super::Texts;

/// Calling codes, each with the countries that share it, by their codes of two letters (ISO
/// 3166). The first country of a code is meant where nothing tells them apart. No calling code
/// begins another one.
const CALLING_CODES: &str = "1USCAAGAIASBBBMBSDMDOGDGUJMKNKYLCMPMSPRSXTCTTVCVGVI 7RUKZ 20EG 211SS \
    212MAEH 213DZ 216TN 218LY 220GM 221SN 222MR 223ML 224GN 225CI 226BF 227NE 228TG 229BJ 230MU \
    231LR 232SL 233GH 234NG 235TD 236CF 237CM 238CV 239ST 240GQ 241GA 242CG 243CD 244AO 245GW \
    246IO 247AC 248SC 249SD 250RW 251ET 252SO 253DJ 254KE 255TZ 256UG 257BI 258MZ 260ZM 261MG \
    262REYT 263ZW 264NA 265MW 266LS 267BW 268SZ 269KM 27ZA 290SH 291ER 297AW 298FO 299GL 30GR \
    31NL 32BE 33FR 34ES 350GI 351PT 352LU 353IE 354IS 355AL 356MT 357CY 358FIAX 359BG 36HU 370LT \
    371LV 372EE 373MD 374AM 375BY 376AD 377MC 378SM 380UA 381RS 382ME 383XK 385HR 386SI 387BA \
    389MK 39ITVA 40RO 41CH 420CZ 421SK 423LI 43AT 44GBGGIMJE 45DK 46SE 47NOSJ 48PL 49DE 500FK \
    501BZ 502GT 503SV 504HN 505NI 506CR 507PA 508PM 509HT 51PE 52MX 53CU 54AR 55BR 56CL 57CO 58VE \
    590GPBLMF 591BO 592GY 593EC 594GF 595PY 596MQ 597SR 598UY 599CWBQ 60MY 61AUCCCX 62ID 63PH \
    64NZ 65SG 66TH 670TL 672NF 673BN 674NR 675PG 676TO 677SB 678VU 679FJ 680PW 681WF 682CK 683NU \
    685WS 686KI 687NC 688TV 689PF 690TK 691FM 692MH 81JP 82KR 84VN 850KP 852HK 853MO 855KH 856LA \
    86CN 880BD 886TW 90TR 91IN 92PK 93AF 94LK 95MM 960MV 961LB 962JO 963SY 964IQ 965KW 966SA \
    967YE 968OM 970PS 971AE 972IL 973BH 974QA 975BT 976MN 977NP 98IR 992TJ 993TM 994AZ 995GE \
    996KG 998UZ";

/// A country to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its code: "PT".
    pub code: &'static str,
    /// Its calling code, digits only: "351".
    pub calling_code: &'static str,
    /// Its name: "Portugal".
    pub name: String,
}

/// The first calling code and country that fit, in the order of the codes.
pub fn find_country(
    fits: &mut dyn FnMut(&'static str, &'static str) -> bool,
) -> Option<(&'static str, &'static str)> {
    for group in CALLING_CODES.split_ascii_whitespace() {
        let letters = group.trim_start_matches(|c: char| c.is_ascii_digit());
        let (calling_code, mut rest) = group.split_at(group.len() - letters.len());
        while let Some((country, others)) = rest.split_at_checked(2) {
            if fits(calling_code, country) {
                return Some((calling_code, country));
            }
            rest = others;
        }
    }
    None
}

/// The calling code of a country, digits only, and the country's code; none of a country that is
/// not known.
pub fn known_country(country: &str) -> Option<(&'static str, &'static str)> {
    find_country(&mut |_, known| known == country)
}

impl Texts {
    /// Every country, in the order of the language.
    pub fn countries(&self) -> Rc<[Country]> {
        let countries = self.countries.get_or_init(|| {
            let mut countries = Vec::new();
            find_country(&mut |calling_code, code| {
                countries.push(Country {
                    code,
                    calling_code,
                    name: self.formats.country_name(code),
                });
                false
            });
            let order = self.formats.order_of_names(&countries);
            order.map(|place| countries[place].clone()).collect()
        });
        countries.clone()
    }

    /// The country where the guest seems to be, by the browser's languages and the time zone.
    pub fn country_of(&self, zone: &str) -> Option<&'static str> {
        self.formats.country_of(zone)
    }
}
