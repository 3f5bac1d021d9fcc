//! Examples of bodies about a business itself, its people and its sites.

use booking_contract::owner::{
    AcceptInvitation, BusinessSettings, ChangePassword, ChangeRole, EditSettings, InvitationMade,
    InvitationTo, InvitationToken, InvitationView, MemberView, MembersPage, NamedSite,
    NewInvitation, OpenInvitation, OwnSession, OwnSessions, Password, Role, SettingsView, Sites,
};
use booking_engine::{FirstPurchaseScope, FreeOrders, OversizeFixed};
use serde_json::Value;

use super::examples::{of, value};
use super::owner_examples;

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    let password = |text: &str| Password::from(text.to_owned());
    Some(match operation {
        "change_password" => value(&ChangePassword {
            current: password("the words until today"),
            new: password("the words from today on"),
        }),
        "edit_settings" => value(&EditSettings {
            version: 3,
            settings: settings(),
        }),
        "allow_site" | "withdraw_site" => value(&NamedSite {
            site: "https://www.kiln-and-clay.example".into(),
        }),
        "change_role" => value(&ChangeRole {
            role: Role::Manager,
        }),
        "invite" => value(&NewInvitation {
            email: of("staff@example.com"),
            role: Role::Staff,
        }),
        "look_at_invitation" | "join" => value(&OpenInvitation { token: token() }),
        "accept_invitation" => value(&AcceptInvitation {
            token: token(),
            name: of("Test Staff"),
            password: password("a long sentence of one\u{2019}s own"),
        }),
        _ => return None,
    })
}

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    Some(match operation {
        "own_sessions" => value(&OwnSessions {
            sessions: vec![OwnSession {
                began_at: of("2026-11-20T09:00:00Z"),
                used_at: of("2026-11-20T11:30:00Z"),
                browser: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0".into(),
                is_this: true,
            }],
        }),
        "change_password" | "accept_invitation" => owner_examples::reply("session")?,
        "settings" | "edit_settings" => value(&SettingsView {
            settings: settings(),
            version: 4,
            currency_is_free: false,
        }),
        "sites" | "allow_site" | "withdraw_site" => value(&Sites {
            sites: vec!["https://www.kiln-and-clay.example".into()],
        }),
        "members" => value(&MembersPage {
            members: vec![member()],
            invitations: vec![invitation()],
            next: None,
        }),
        "change_role" => value(&member()),
        "invite" => value(&InvitationMade {
            invitation: invitation(),
            link: format!("https://book.example.com/join#{}", token().reveal()),
        }),
        "look_at_invitation" => value(&InvitationTo {
            business_id: "kiln-clay".into(),
            business_name: "Kiln & Clay".into(),
            email: of("staff@example.com"),
            role: Role::Staff,
            has_account: false,
        }),
        _ => return None,
    })
}

fn token() -> InvitationToken {
    InvitationToken::from("pZk3T0mYxg1u5vB7cQd9eRf2hJ4nKsLwXaOiUyVtGqE".to_owned())
}

fn member() -> MemberView {
    MemberView {
        id: "usr_4gq0xZ8yS1mXkq2uJ9rT6w".into(),
        name: "Test Manager".into(),
        email: of("manager@example.com"),
        role: Role::Manager,
    }
}

fn invitation() -> InvitationView {
    InvitationView {
        id: "inv_019ad3c1f2003b8d5e7a90c4f61b2d7e8a35".into(),
        email: of("staff@example.com"),
        role: Role::Staff,
        expires_at: of("2026-11-27T09:00:00Z"),
    }
}

fn settings() -> BusinessSettings {
    BusinessSettings {
        name: of("Kiln & Clay"),
        website: Some(of("https://kiln-and-clay.example")),
        zone: "Europe/Lisbon".into(),
        currency: of("EUR"),
        free_orders: FreeOrders::Allow,
        oversize_fixed: OversizeFixed::Clamp,
        first_purchase_scope: FirstPurchaseScope::Business,
        explain_rejections: false,
        hold_minutes: 30,
        hold_extensions_max: 10,
        hold_extension_minutes: 5,
        holds_per_network_max: Some(3),
        holds_per_customer_max: Some(2),
        guests_cancel: true,
        cancel_notice_minutes: 1_440,
        cancel_refund_percent: 100,
        cancel_late_refund_percent: 0,
        release_on_cancel: true,
    }
}
