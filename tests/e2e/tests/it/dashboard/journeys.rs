//! Whole journeys of owners and their guests, page by page.

use chrono::{Days, Utc};
use e2e::browser::{Browser, Device};
use e2e::desk::Desk;
use e2e::guest::{Guest, booked, part};
use e2e::owner::{OWNER, Owner, row};
use e2e::stack::{Stack, Widget};
use serde_json::json;

/// Whoever is at the pottery studio's dashboard, and a guest with a browser of their own.
struct Two {
    stack: Stack,
    owners: Browser,
    guests: Browser,
}

impl Two {
    async fn start() -> Self {
        let stack = Stack::start().await;
        let owners = Browser::open(Device::Desktop).await;
        let guests = Browser::open(Device::Desktop).await;
        Owner::new(&owners, &stack).sign_in(OWNER).await;
        Self {
            stack,
            owners,
            guests,
        }
    }

    fn owner(&self) -> Owner<'_> {
        Owner::new(&self.owners, &self.stack)
    }

    fn guest(&self) -> Guest<'_> {
        Guest::new(&self.guests)
    }

    /// Makes a coupon by the form, with what is filled in beside code and percentage.
    async fn coupon(&self, code: &str, percent: &str, rules: &[(&str, &str)]) {
        let owner = self.owner();
        owner.goto("/businesses/kiln-clay/coupons/new").await;
        self.owners.fill("#code", code).await;
        self.owners.fill("#value", percent).await;
        if !rules.is_empty() {
            owner.reach_and_click(&part("more-rules")).await;
        }
        for (css, value) in rules {
            match *value {
                "press" => owner.reach_and_click(css).await,
                value => owner.set(css, value).await,
            }
        }
        owner.reach_and_click(&part("save")).await;
        self.owners.text_with(&part("toast"), "is there").await;
    }

    /// A guest is on the way to the payment, with this address.
    async fn guest_pays(&self, email: &str) {
        self.guests.renew().await;
        let page = self.stack.hosted_page(Widget::Neo);
        self.guests.goto(&page).await;
        self.guest().reach_payment(email).await;
    }

    /// A code that the guest tries takes nothing off, and this is said.
    async fn refused(&self, code: &str, sentence: &str) {
        self.guest().apply_code(code).await;
        self.guests.text_with(&part("coupon-error"), sentence).await;
        assert_eq!(self.guest().total().await, "€48.00", "{code}");
    }

    /// A code that the guest tries applies; it is taken out again.
    async fn applies(&self, code: &str, total: &str) {
        self.guest().apply_code(code).await;
        self.guests.text_with(&part("summary-total"), total).await;
        self.guests.click(&part("coupon-remove")).await;
        self.guests
            .text_with(&part("summary-total"), "€48.00")
            .await;
    }

    /// A code that the guest tries is kept for what may still be chosen, and takes nothing off yet, and
    /// this is said; it is taken out again.
    async fn waits(&self, code: &str, sentence: &str) {
        self.guest().apply_code(code).await;
        self.guests.text_with("#booking", sentence).await;
        assert_eq!(self.guest().total().await, "€48.00", "{code}");
        self.guests.click(&part("coupon-remove")).await;
    }

    /// Guests are told in so many words why a code does not apply.
    async fn explain(&self) {
        let owner = self.owner();
        owner.goto("/businesses/kiln-clay/settings").await;
        owner.reach_and_click("#explains").await;
        owner.reach_and_click(&part("save")).await;
        self.owners.text_with(&part("toast"), "saved").await;
    }

    async fn end(self) {
        self.guests.close().await;
        self.owners.close().await;
    }
}

/// A day so many days from now, as forms take it.
fn day(from_now: i64) -> String {
    let today = Utc::now().date_naive();
    let days = Days::new(from_now.unsigned_abs());
    let day = if from_now < 0 {
        today - days
    } else {
        today + days
    };
    day.to_string()
}

#[tokio::test]
async fn an_owner_tries_a_code_as_a_guest_who_is_signed_out_before_sharing_it() {
    let two = Two::start().await;
    let owner = two.owner();
    // Payment with terms of the owner's own.
    owner
        .goto("/businesses/kiln-clay/calendars/kiln-studio")
        .await;
    two.owners.find("#payments").await;
    owner.set("#terms", "text").await;
    two.owners
        .fill("#terms-text", "Free of charge until the day before")
        .await;
    owner.reach_and_click(&part("save")).await;
    two.owners.text_with(&part("toast"), "saved").await;

    // A coupon whose name will stand on receipts, and a code that is not the name.
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    two.owners.fill("#code", "hello15").await;
    two.owners.fill("#name", "Welcome discount").await;
    two.owners.fill("#value", "15").await;
    owner.reach_and_click(&part("save")).await;
    two.owners.find(&row("HELLO15")).await;
    owner.state("HELLO15", "Active").await;

    // The link to share, in a browser that is not signed in and keeps no cookie of ours.
    two.owners
        .click(&format!("{} a.open", row("HELLO15")))
        .await;
    let code = "[data-test='promotion-code'][data-code='HELLO15']";
    let copy = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))";
    two.owners.find(code).await;
    two.owners.run(copy).await;
    owner
        .reach_and_click(&format!("{code} [data-test='code-menu']"))
        .await;
    two.owners
        .click(&format!("{code} [data-test='share']"))
        .await;
    let said = two
        .owners
        .text_with(&part("toast"), "?coupon=HELLO15")
        .await;
    let link = said
        .split_whitespace()
        .find(|word| word.starts_with("http"));
    // Of the calendar that is to be tried; the address brings the code along to each of them.
    let link = link
        .expect("a link")
        .replace("/kiln-menu?", "/kiln-studio?");
    two.guests.goto(&link).await;
    let cookies = two.guests.client.get_all_cookies().await.expect("cookies");
    assert!(cookies.is_empty(), "{cookies:?}");

    // It shows in capitals, and the price with it; another code is refused and this one comes back.
    let guest = two.guest();
    guest.choose_first_slot().await;
    two.guests.text_with("#booking", "HELLO15").await;
    two.guests.text_with(&part("summary-total"), "€40.80").await;
    guest.go_on().await;
    guest.fill_details("guest@example.com").await;
    guest.go_on().await;
    two.guests
        .text_with(&part("terms-text"), "until the day before")
        .await;
    two.guests.click(&part("coupon-remove")).await;
    two.refused("helo15", "not valid").await;
    guest.apply_code("hello15").await;
    two.guests.text_with(&part("summary-total"), "€40.80").await;

    // The same on Stripe's page; the name is what the receipt says.
    guest.confirm().await;
    two.guests.address_with("/c/pay/").await;
    assert_eq!(two.guests.text("#total").await, "€40.80");
    let discount = two.guests.text("#discount").await;
    assert!(discount.contains("€7.20"), "{discount}");
    two.end().await;
}

#[tokio::test]
async fn a_calendar_takes_payments_and_codes_and_its_orders_tell_what_came_of_them() {
    let two = Two::start().await;
    let (owner, guest) = (two.owner(), two.guest());
    // Step 1: a calendar of its own takes payments and codes.
    owner.goto("/businesses/kiln-clay/calendars/new").await;
    two.owners.fill("#title", "Firing days").await;
    owner.reach_and_click(&part("save")).await;
    let made = "[data-test='calendar']:not([data-id^='kiln'])";
    two.owners.click(&format!("{made} a.open")).await;
    two.owners.find(&part("no-services")).await;
    owner.reach_and_click("#payments").await;
    owner.reach_and_click("#coupons").await;
    owner.reach_and_click(&part("save")).await;
    two.owners.text_with(&part("toast"), "saved").await;
    owner.reach_and_click(&part("new-service")).await;
    two.owners.fill("#name", "A shelf in the kiln").await;
    two.owners.fill("#price", "20").await;
    owner.set("#capacity", "6").await;
    owner.set("#attendees", "2").await;
    owner.reach_and_click(&part("save")).await;
    two.owners.find(&part("service")).await;
    let address = two.owners.address_with("/calendars/").await;
    let calendar = address.rsplit('/').next().expect("an id").to_owned();

    // Step 2: a coupon of a fixed amount with a generated code, a window and limits.
    owner.goto("/businesses/kiln-clay/coupons/new").await;
    two.owners.click(&part("generate")).await;
    let typed = "return document.getElementById('code').value";
    let there = async || {
        two.owners
            .run(typed)
            .await
            .as_str()
            .is_some_and(|it| it.len() == 10)
    };
    two.owners.until("a code has come", there).await;
    let code = two.owners.run(typed).await;
    let code = code.as_str().expect("a code").to_owned();
    owner.reach_and_click("#amount").await;
    two.owners.fill("#value", "12.50").await;
    owner.set("#starts-date", &day(-1)).await;
    owner.set("#ends-date", &day(30)).await;
    owner.set("#limit", "20").await;
    owner.reach_and_click(&part("more-rules")).await;
    owner.set("#per-customer", "1").await;
    owner.reach_and_click(&part("save")).await;
    owner.state(&code, "Active").await;

    // Step 3: a guest enters it in small letters; a wrong one is an error and changes nothing.
    let page = format!("{}/b/kiln-clay/{calendar}", two.stack.widget_origin());
    two.guests.goto(&page).await;
    guest.choose_first_slot().await;
    two.guests.click(&part("attendees-more")).await;
    guest.go_on().await;
    guest.fill_details("guest@example.com").await;
    guest.go_on().await;
    guest.apply_code("WRONG-CODE").await;
    two.guests.find(&part("coupon-error")).await;
    assert_eq!(guest.total().await, "€40.00");
    guest.apply_code(&code.to_lowercase()).await;
    two.guests
        .text_with(&part("summary-discount"), "−€12.50")
        .await;
    assert_eq!(guest.total().await, "€27.50");
    guest.confirm().await;
    two.guests.address_with("/c/pay/").await;
    two.guests.click("#pay").await;
    booked(&two.guests, "€27.50").await;

    // Step 4: the order tells coupon, discount, adjusted total, what each attendee pays, and begins
    // with a movement of nothing.
    owner
        .goto("/businesses/kiln-clay/orders?search=guest@example.com")
        .await;
    two.owners.click("[data-test='order'] a.open").await;
    let payments = two.owners.text_with(&part("payments"), &code).await;
    assert!(payments.contains("€12.50"), "{payments}");
    for (name, sum) in [
        ("sum-price", "€40.00"),
        ("sum-discount", "−€12.50"),
        ("sum-total", "€27.50"),
        ("sum-paid", "€27.50"),
        ("sum-balance", "€0.00"),
    ] {
        let shown = two.owners.text(&format!("[data-test='{name}'] dd")).await;
        assert_eq!(shown, sum, "{name}");
    }
    two.owners.text_with(&part("attendee"), "€13.75").await;
    two.owners.text_with(&part("movement"), "€0.00").await;
    // And once per customer is once.
    two.guests.goto(&page).await;
    guest.reach_payment("guest@example.com").await;
    guest.apply_code(&code).await;
    two.guests.find(&part("coupon-error")).await;
    two.end().await;
}

#[tokio::test]
async fn a_promotion_code_is_made_shared_redeemed_tracked_and_archived() {
    let two = Two::start().await;
    let owner = two.owner();
    two.coupon("FRIENDS", "100", &[("#limit", "3")]).await;
    two.owners
        .click(&format!("{} a.open", row("FRIENDS")))
        .await;

    // No wider than the coupon: a limit above its own is refused, and what was typed stays.
    two.owners.click(&part("add-code")).await;
    two.owners.fill("#new-code", "partner").await;
    two.owners.fill("#new-limit", "5").await;
    owner.set("#new-expires", &day(0)).await;
    owner.reach_and_click(&part("make-code")).await;
    two.owners.find(&part("code-refused")).await;
    owner.retype("#new-limit", "2").await;
    owner.reach_and_click(&part("make-code")).await;
    let partner = "[data-test='promotion-code'][data-code='PARTNER']";
    two.owners.text_with(partner, "0 of 2").await;
    // It never changes: nothing in its row can be typed over.
    assert!(!two.owners.has(&format!("{partner} input")).await);

    // Today is its last day: it is redeemed for an appointment after that.
    two.guests_redeem("partner", "guest@example.com").await;

    // Who, what and when; test bookings are counted apart.
    two.owners.click(&part("see-uses")).await;
    two.owners
        .click("[data-test='mode'] label:last-child")
        .await;
    let used = two
        .owners
        .text_with(&part("use"), "guest@example.com")
        .await;
    for fact in ["Test Guest", "PARTNER", "€48.00"] {
        assert!(used.contains(fact), "{fact} in {used}");
    }
    two.owners.text_with(&part("use-totals"), "1 booking").await;

    // Archived, it takes nothing off any more; the coupon's own code still does.
    two.owners.client.back().await.expect("the page before");
    owner
        .reach_and_click(&format!("{partner} [data-test='code-menu']"))
        .await;
    two.owners
        .click(&format!("{partner} [data-test='archive']"))
        .await;
    two.owners.click(&part("ask-yes")).await;
    two.owners.gone(partner).await;
    two.guest_pays("second@example.com").await;
    two.refused("partner", "not valid").await;
    two.applies("friends", "€0.00").await;
    two.end().await;
}

impl Two {
    /// Makes a coupon for one calendar.
    async fn coupon_of_calendar(&self, code: &str, calendar: &str) {
        let desk = Desk::sign_in(&self.stack, OWNER).await;
        let draft = json!({
            "code": code,
            "benefit": { "percent": { "percent": "50" } },
            "scope": { "only": { "services": [], "calendars": [calendar] } },
        });
        let coupons = "/v1/businesses/kiln-clay/coupons";
        desk.post(coupons, &json!({ "draft": draft })).await;
    }

    /// A guest books with a code that makes it free.
    async fn guests_redeem(&self, code: &str, email: &str) {
        self.guest_pays(email).await;
        self.guest().apply_code(code).await;
        self.guests.text_with(&part("summary-total"), "€0.00").await;
        self.guest().confirm().await;
        booked(&self.guests, &code.to_uppercase()).await;
    }
}

#[tokio::test]
async fn restrictions_of_time_and_size_refuse_with_their_own_sentence_and_let_pass_what_fits() {
    let two = Two::start().await;
    two.explain().await;
    two.coupon("LATER", "50", &[("#starts-date", &day(2))])
        .await;
    two.coupon("SINCE", "50", &[("#starts-date", &day(-2))])
        .await;
    two.coupon("LASTDAY", "50", &[("#ends-date", &day(0))])
        .await;
    two.coupon("OFF", "50", &[]).await;
    two.owner().act("OFF", "deactivate").await;
    two.owner().state("OFF", "Switched off").await;
    two.coupon("LARGE", "50", &[("#minimum", "60")]).await;
    two.coupon("SMALL", "50", &[("#minimum", "48")]).await;
    two.coupon("CAPPED", "50", &[("#cap", "5")]).await;
    two.coupon("SOON", "50", &[("#last-date", &day(-1))]).await;
    two.coupon("AHEAD", "50", &[("#lead-least", "1")]).await;

    two.guest_pays("guest@example.com").await;
    two.refused("LATER", "cannot be used yet").await;
    two.applies("SINCE", "€24.00").await;
    two.refused("SPRING24", "has expired").await;
    two.applies("LASTDAY", "€24.00").await;
    two.refused("OFF", "not in use").await;
    two.applies("CAPPED", "€43.00").await;
    two.applies("SMALL", "€24.00").await;
    two.applies("AHEAD", "€24.00").await;
    two.waits("LARGE", "at least €60.00").await;
    two.waits("SOON", "other dates").await;
    two.end().await;
}

#[tokio::test]
async fn restrictions_of_who_and_how_often_refuse_with_their_own_sentence_and_let_pass_what_fits() {
    let two = Two::start().await;
    two.explain().await;
    two.coupon("ONCE", "100", &[("#limit", "1")]).await;
    two.coupon("EACH", "100", &[("#per-customer", "1")]).await;
    two.coupon("FIRST", "50", &[("#first-purchase", "press")])
        .await;
    two.coupon("HERS", "50", &[("#customers", "second@example.com")])
        .await;
    two.coupon_of_calendar("HERE", "kiln-studio").await;
    two.coupon_of_calendar("ELSEWHERE", "kiln-menu").await;

    two.guest_pays("new@example.com").await;
    two.applies("FIRST", "€24.00").await;
    two.guests_redeem("once", "guest@example.com").await;
    two.guests_redeem("each", "guest@example.com").await;

    two.guest_pays("guest@example.com").await;
    two.refused("ONCE", "has been used up").await;
    two.refused("EACH", "as often as it allows").await;
    two.refused("FIRST", "first booking").await;
    // Whoever it is not for is told that there is no such code.
    two.refused("HERS", "not valid").await;

    two.guest_pays("second@example.com").await;
    two.applies("EACH", "€0.00").await;
    two.applies("FIRST", "€24.00").await;
    two.applies("HERS", "€24.00").await;
    two.applies("HERE", "€24.00").await;
    two.waits("ELSEWHERE", "does not apply to what you chose")
        .await;
    two.end().await;
}
