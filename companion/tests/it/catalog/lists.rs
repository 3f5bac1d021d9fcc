//! The lists that everybody at a business may read.

use booking_contract::owner::{CalendarList, LocationList, ServiceList, StaffList};

use crate::app::{KILN, LESSON, TestApp};
use crate::person::{BUSINESS, FOREIGN, GROUP, Person, STAFF};

async fn read<T: serde::de::DeserializeOwned>(person: &Person<'_>, of: &str) -> T {
    let path = format!("/v1/businesses/{of}");
    person.get(&path).await.success()
}

#[tokio::test]
async fn everybody_there_sees_what_is_sold_with_its_prices() {
    let app = TestApp::start().await;
    let staff = app.sign_in(STAFF).await;
    let calendars: CalendarList = read(&staff, &format!("{BUSINESS}/calendars")).await;
    let titles: Vec<_> = calendars.calendars.iter().map(|it| &it.title).collect();
    let mut sorted = titles.clone();
    sorted.sort();
    assert_eq!(titles, sorted);
    let studio = calendars.calendars.iter().find(|it| it.id.as_str() == KILN);
    let studio = studio.expect("the studio's calendar");
    assert!(studio.payments && studio.coupons && studio.test_mode && !studio.archived);

    let all: ServiceList = read(&staff, &format!("{BUSINESS}/services")).await;
    let own: ServiceList = read(&staff, &format!("{BUSINESS}/services?calendar={KILN}")).await;
    assert!(own.services.len() < all.services.len());
    assert_eq!(
        own.services.len(),
        usize::try_from(studio.services).expect("few")
    );
    assert!(
        own.services
            .iter()
            .all(|it| it.calendar_id.as_str() == KILN)
    );
    let lesson = own.services.iter().find(|it| it.id.as_str() == LESSON);
    assert_eq!(lesson.expect("a lesson").unit_price_minor, 8_500);
    let varied = all
        .services
        .iter()
        .find(|it| it.id.as_str() == "wheel-lesson");
    let varied = varied.expect("a service with forms");
    assert_eq!(varied.variations[0].duration_minutes, 60);
    assert_eq!(varied.staff.len(), 2);

    let people: StaffList = read(&staff, &format!("{BUSINESS}/staff")).await;
    assert_eq!(people.staff.len(), 2);
}

#[tokio::test]
async fn nothing_of_another_business_is_listed() {
    let app = TestApp::start().await;
    let group = app.sign_in(GROUP).await;
    let at = |business: &str, list: &str| format!("{business}/{list}");
    let here: ServiceList = read(&group, &at(BUSINESS, "services")).await;
    let there: ServiceList = read(&group, &at(FOREIGN, "services")).await;
    assert!(here.services.iter().all(|it| !there.services.contains(it)));
    let stray = format!("{FOREIGN}/services?calendar={KILN}");
    let stray: ServiceList = read(&group, &stray).await;
    assert!(stray.services.is_empty());
    let places: LocationList = read(&group, &at(FOREIGN, "locations")).await;
    assert_eq!(places.locations.len(), 2);
    let places: LocationList = read(&group, &at(BUSINESS, "locations")).await;
    assert!(places.locations.is_empty());
}
