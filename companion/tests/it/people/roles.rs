//! The table of roles: the document shows the one that the code uses.

use std::fmt::Write;

use booking_companion::people::roles::{RULES, Refusal, features, judge};
use booking_contract::owner::{Feature, Permission, Plan, Role};

const DOCUMENT: &str = include_str!("../../../docs/roles.md");

/// The table as the document has it.
fn table() -> String {
    let mut table = String::from("| permission | owner | admin | manager | staff | what it is |\n");
    table.push_str("|---|---|---|---|---|---|\n");
    for rule in RULES {
        write!(table, "| `{}` |", rule.permission).expect("a text");
        for role in Role::ALL {
            let word = if rule.roles.contains(role) { "yes" } else { "" };
            write!(table, " {word} |").expect("a text");
        }
        let needs = rule.feature.map_or(String::new(), |feature| {
            format!("; needs `{feature}` in the plan")
        });
        writeln!(table, " {}{needs} |", rule.what).expect("a text");
    }
    table
}

/// The lines of a table of the document, by the first of them.
fn shown(begin: &str) -> String {
    DOCUMENT
        .lines()
        .skip_while(|line| !line.starts_with(begin))
        .take_while(|line| line.starts_with('|'))
        .fold(String::new(), |shown, line| shown + line + "\n")
}

#[test]
fn the_document_has_the_table_of_the_code() {
    let shown = shown("| permission |");
    assert_eq!(
        shown,
        table(),
        "put this into companion/docs/roles.md:\n{}",
        table()
    );
    for role in Role::ALL {
        assert!(
            DOCUMENT.contains(&format!("`{role}`: ")),
            "{role} is not explained"
        );
    }
}

#[test]
fn the_document_has_the_plans_of_the_code() {
    let mut table = String::from("| plan | holds |\n|---|---|\n");
    for plan in Plan::ALL {
        let held: Vec<_> = features(*plan)
            .iter()
            .map(|held| format!("`{held}`"))
            .collect();
        writeln!(table, "| `{plan}` | {} |", held.join(", ")).expect("a text");
    }
    assert_eq!(
        shown("| plan |"),
        table,
        "put this into companion/docs/roles.md:\n{table}"
    );
}

#[test]
fn every_permission_stands_in_the_table_once() {
    let listed: Vec<_> = RULES.iter().map(|rule| rule.permission).collect();
    assert_eq!(listed, Permission::ALL);
}

#[test]
fn every_role_may_all_that_the_next_one_may_and_something_more() {
    let allowed = |role: Role| {
        let may = |permission: &&Permission| judge(role, Plan::Full, **permission).is_ok();
        Permission::ALL.iter().filter(may).collect::<Vec<_>>()
    };
    for pair in Role::ALL.windows(2) {
        let [more, less] = [allowed(pair[0]), allowed(pair[1])];
        assert!(
            less.iter().all(|permission| more.contains(permission)),
            "{pair:?}"
        );
        assert!(less.len() < more.len(), "{pair:?}");
    }
}

#[test]
fn what_the_seeds_ask_for_is_so() {
    use Permission as May;
    use Role::{Admin, Manager, Owner, Staff};
    for (permission, who) in [
        (May::ManageSettings, &[Owner, Admin][..]),
        (May::ManageCoupons, &[Owner, Admin]),
        (May::ViewCoupons, &[Owner, Admin, Manager]),
        (May::Refund, &[Owner, Admin, Manager]),
        (May::BookForCustomer, &[Owner, Admin, Manager, Staff]),
        (May::DeleteBusiness, &[Owner]),
    ] {
        for role in Role::ALL {
            let expected = if who.contains(role) {
                Ok(())
            } else {
                Err(Refusal::Role)
            };
            assert_eq!(
                judge(*role, Plan::Full, permission),
                expected,
                "{role} {permission}"
            );
        }
    }
    // The role is looked at before the plan: who may not is told nothing of it.
    let coupons = Err(Refusal::Plan(Feature::Coupons));
    assert_eq!(judge(Owner, Plan::Basic, May::ManageCoupons), coupons);
    assert_eq!(
        judge(Manager, Plan::Basic, May::ManageCoupons),
        Err(Refusal::Role)
    );
    assert_eq!(judge(Manager, Plan::Basic, May::ViewCoupons), coupons);
    assert_eq!(judge(Owner, Plan::Basic, May::Refund), Ok(()));
}
