//! Addresses.

use booking_dashboard::route::Route;
use yew_router::Routable;

fn coupon(business: &str, coupon: &str) -> Route {
    Route::Coupon {
        business: business.to_owned(),
        coupon: coupon.to_owned(),
    }
}

#[test]
fn an_address_leads_to_its_page_and_back() {
    for (path, route) in [
        ("/sign-in", Route::SignIn),
        ("/businesses", Route::Businesses),
        (
            "/businesses/b1/coupons",
            Route::Coupons {
                business: "b1".to_owned(),
            },
        ),
        (
            "/businesses/b1/coupons/new",
            Route::NewCoupon {
                business: "b1".to_owned(),
            },
        ),
        ("/businesses/b1/coupons/c1", coupon("b1", "c1")),
        ("/join", Route::Join),
        ("/account", Route::Account),
        (
            "/businesses/b1/settings/members",
            Route::Members {
                business: "b1".to_owned(),
            },
        ),
        (
            "/businesses/b1/calendars/c1/embed",
            Route::Embed {
                business: "b1".to_owned(),
                calendar: "c1".to_owned(),
            },
        ),
    ] {
        assert_eq!(Route::recognize(path), Some(route.clone()), "{path}");
        assert_eq!(route.to_path(), path);
    }
    assert_eq!(
        Route::recognize("/businesses/b1/nothing"),
        Some(Route::NotFound)
    );
}

#[test]
fn the_sign_in_leads_on_to_pages_of_the_dashboard_alone() {
    assert_eq!(
        Route::onward("/businesses/b1/coupons/c1"),
        coupon("b1", "c1")
    );
    for elsewhere in [
        "",
        "/sign-in",
        "https://example.com/businesses",
        "//example.com/businesses",
        "/\\example.com",
        "javascript:alert(1)",
        "/somewhere",
    ] {
        assert_eq!(Route::onward(elsewhere), Route::Businesses, "{elsewhere}");
    }
}
