//! Promotion codes by the thousand, from a file, and as links.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::owner::{OWNER, Owner};
use e2e::stack::Stack;

use super::looks::judge;

/// The page of a coupon that is there from the beginning.
async fn open_coupon(owner: &Owner<'_>) {
    let browser = owner.browser;
    owner.sign_in(OWNER).await;
    owner.open_coupons().await;
    let open = "[data-test='coupon'][data-code='WELCOME10'] a.open";
    browser.click(open).await;
    browser.find(&part("promotion-code")).await;
}

#[tokio::test]
async fn many_codes_are_made_and_taken_along_as_a_file() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    open_coupon(&owner).await;
    owner.reach_and_click(&part("open-many")).await;
    browser.fill("#many-count", "0").await;
    owner.reach_and_click(&part("make-many")).await;
    browser.find(&part("many-count-error")).await;
    owner.retype("#many-count", "1200").await;
    owner.reach_and_click(&part("make-many")).await;
    browser.text_with(&part("many-made"), "1,200 codes").await;
    let fetched = browser
        .run(
            "const link = document.querySelector(\"[data-test='download-batch']\");
             return fetch(link.href).then((it) => it.text())
                 .then((text) => text.split('\\r\\n').length)",
        )
        .await;
    // The header, and nothing after the last line's end.
    assert_eq!(fetched, 1_202);
    browser.close().await;
}

#[tokio::test]
async fn a_file_of_codes_is_taken_in_with_a_report_of_every_line() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    open_coupon(&owner).await;
    owner.reach_and_click(&part("open-import")).await;
    browser.find("#import-file").await;
    let choose = "const file = new File(
            ['code,max_redemptions\\nFLYER-1,3\\nWELCOME10,\\ntwo words,\\nFLYER-2,\\n'],
            'codes.csv', { type: 'text/csv' });
        const all = new DataTransfer();
        all.items.add(file);
        const input = document.getElementById('import-file');
        input.files = all.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(choose).await;
    browser.text_with(&part("begin-import"), "4 lines").await;
    owner.reach_and_click(&part("begin-import")).await;
    browser.find(&part("import-done")).await;
    let report = browser.text_with(&part("import-report"), "WELCOME10").await;
    assert!(
        report.contains("TWO WORDS") || report.contains("two words"),
        "{report}"
    );
    browser
        .find("[data-test='promotion-code'][data-code='FLYER-1']")
        .await;
    let mut found = Vec::new();
    judge(&owner, "codes-import", &mut found).await;
    browser.close().await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn a_link_brings_the_code_to_the_guest() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    open_coupon(&owner).await;
    // What a browser without rights to the clipboard does: the link is shown instead.
    browser
        .run("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
        .await;
    let row = "[data-test='promotion-code'][data-code='WELCOME10']";
    owner
        .reach_and_click(&format!("{row} [data-test='code-menu']"))
        .await;
    browser.click(&format!("{row} [data-test='share']")).await;
    let said = browser.text_with(&part("toast"), "?coupon=WELCOME10").await;
    let link = said
        .split_whitespace()
        .find(|word| word.starts_with("http"));
    let link = link.expect("a link").to_owned();
    assert!(link.contains("/b/kiln-clay/"), "{link}");
    browser.close().await;
}
