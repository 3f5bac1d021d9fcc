//! The products of a business.

use booking_contract::ProblemCode;
use booking_contract::owner::{CatalogRefusal, ProductList, ProductTag, ProductView};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::catalog::products::{Effect, Event, Products};

use crate::answers::refused;

fn product() -> ProductView {
    ProductView {
        id: "prd_kiln".to_owned(),
        calendar_id: "kiln".parse().unwrap(),
        name: "Kiln studio".to_owned(),
        tag: ProductTag::Calendar,
        deletable: true,
    }
}

fn asked() -> Products {
    let mut page = Products::default();
    assert_eq!(page.step(Event::Load), [Effect::Load]);
    let products = vec![product()];
    page.step(Event::Loaded(Ok(ProductList { products })));
    page.step(Event::Ask(product()));
    page
}

#[test]
fn a_product_is_deleted_once_that_is_sure() {
    let mut page = asked();
    let delete = Effect::Delete("prd_kiln".to_owned());
    assert_eq!(page.step(Event::Sure), [delete]);
    assert_eq!(page.step(Event::Sure), [], "one request at a time");
    let effects = page.step(Event::Deleted(Ok(())));
    assert!(matches!(&effects[..], [Effect::Say(said), Effect::Load] if said.contains("deleted")));
    page.step(Event::Ask(product()));
    page.step(Event::Never);
    assert_eq!(page.step(Event::Sure), []);
}

#[test]
fn a_product_that_its_calendar_needs_stays_and_the_reason_is_told() {
    let mut page = asked();
    page.step(Event::Sure);
    let Failure::Refused(mut told) = refused(ProblemCode::CatalogRefused) else {
        panic!("a refusal");
    };
    told.catalog = Some(CatalogRefusal::ProductInUse);
    let effects = page.step(Event::Deleted(Err(Failure::Refused(told))));
    assert!(
        matches!(&effects[..], [Effect::Say(said), Effect::Load]
            if said.contains("stays") && said.contains("takes payments")),
        "{effects:?}"
    );
}
