//! What is around every page: the side with its links, the top of a narrow window, the page's head,
//! and the page of the sign-in.
//!
//! Controls are denser than the widget's where a mouse points, and as large where a finger does.

use stylist::StyleSource;
use stylist::css;

/// The shell.
pub(crate) fn frame() -> StyleSource {
    css!(
        r#"
        --tall: 36px; --under: #f8f9fb; --hover: rgba(20,23,31,.045);
        min-block-size: 100vh; min-block-size: 100dvh; background: var(--under); font-size: .875rem;
        @media (prefers-color-scheme: dark) {
            & { --under: #121318; --hover: rgba(255,255,255,.06); }
        }
        @media (pointer: coarse) { & { --tall: 44px; } }

        &.inside { display: grid; grid-template-columns: 15rem minmax(0, 1fr); }
        .skip { position: fixed; inset-block-start: 8px; inset-inline-start: 8px; z-index: 5; padding: 10px 16px; border-radius: var(--r); background: var(--fill); color: var(--on); font-weight: 600; transform: translateY(-200%); }
        .skip:focus { transform: none; }

        .rail { position: sticky; inset-block-start: 0; block-size: 100vh; block-size: 100dvh; display: flex; flex-direction: column; gap: 16px; padding: 16px 12px; border-inline-end: 1px solid var(--line); overflow-y: auto; }
        .rail ul { display: grid; gap: 2px; }
        .rail .foot { margin-block-start: auto; }
        .nav { display: flex; align-items: center; gap: 10px; min-block-size: var(--tall); padding: 6px 10px; border-radius: 8px; color: var(--ink2); font-weight: 500; text-decoration: none; }
        .nav svg { inline-size: 1.125rem; block-size: 1.125rem; color: var(--ink3); }
        .nav[aria-current=page] { background: var(--soft); color: var(--acc); font-weight: 600; }
        .nav[aria-current=page] svg { color: var(--acc); }
        .who { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: 10px; inline-size: 100%; min-block-size: 44px; padding: 6px 10px; border-radius: 8px; }
        .who b, .who small { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; line-height: 1.25rem; }
        .who b { font-weight: 600; color: var(--ink); }
        .who small { font-size: .75rem; color: var(--ink3); }
        .who > svg { inline-size: 1rem; block-size: 1rem; color: var(--ink3); }
        .badge { display: grid; place-items: center; inline-size: 1.75rem; block-size: 1.75rem; border-radius: 7px; background: var(--soft2); color: var(--acc); font-size: .8125rem; font-weight: 650; }
        .round { border-radius: 50%; }
        .bar { display: none; }
        .main { min-inline-size: 0; padding: 32px 40px 96px; }
        .page { max-inline-size: 70rem; margin-inline: auto; display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px; align-content: start; }
        .page.narrow { max-inline-size: 44rem; }
        .head { display: flex; flex-wrap: wrap; align-items: flex-start; justify-content: space-between; gap: 12px 16px; }
        .head > div:first-child { display: grid; gap: 4px; min-inline-size: 0; }
        .head h1 { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; }
        .head h1 .state { letter-spacing: 0; }
        .head p { color: var(--ink2); }
        .head-bone { block-size: 2.25rem; inline-size: 12rem; }
        .crumb { display: inline-flex; align-items: center; gap: 6px; inline-size: fit-content; min-block-size: 28px; color: var(--ink2); text-decoration: none; font-weight: 500; }
        .crumb svg { inline-size: 1rem; block-size: 1rem; }
        .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
        @media (hover: hover) {
            .nav:hover:not([aria-current=page]), .who:hover { background: var(--hover); color: var(--ink); }
            .crumb:hover { color: var(--ink); text-decoration: underline; }
        }
        @media (max-width: 59.9375em) {
            &.inside { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto 1fr; }
            &.inside > .rail { display: none; }
            .bar { position: sticky; inset-block-start: 0; z-index: 2; display: flex; align-items: center; gap: 8px; min-block-size: 56px; padding: 4px 8px; background: var(--under); border-block-end: 1px solid var(--line); font-weight: 600; }
            .bar span { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
            .main { padding: 24px 24px 96px; }
        }
        @media (max-width: 35.9375em) {
            .main { padding: 20px 16px 96px; }
            .head > div:first-child { flex: 1 1 8rem; }
        }

        .btn { min-block-size: var(--tall); padding: 6px 14px; border-radius: 8px; }
        .btn.quiet { min-block-size: var(--tall); margin-inline: 0; padding: 6px 10px; }
        .btn.bad { color: var(--bad); }
        .btn svg { inline-size: 1.125rem; block-size: 1.125rem; }
        .icon { inline-size: max(36px, var(--tall)); block-size: max(36px, var(--tall)); border-radius: 8px; }
        .dots { stroke-width: 2.8; }
        .in { min-block-size: max(40px, var(--tall)); padding: 7px 12px; font-size: .9375rem; border-radius: 8px; background: var(--bg); }
        @media (pointer: coarse) { .in { font-size: 1rem; } }
        .list .chev { inset-block-start: calc((max(40px, var(--tall)) - 1.25rem) / 2); inset-inline-end: 10px; inline-size: 1.125rem; }
        .card { border-radius: 12px; background: var(--bg); }
        .note { border-radius: 10px; padding: 12px 14px; }
        .note .points { display: grid; gap: 6px; }
        .note h2 { font-size: .9375rem; line-height: 1.45; letter-spacing: -.005em; }

        &.outside { display: grid; place-items: center; padding: 24px 16px; }
        .door { inline-size: 100%; max-inline-size: 25rem; display: grid; gap: 20px; }
        .door .card { padding: 28px; display: grid; gap: 20px; box-shadow: var(--shade); border-color: var(--line); }
        .door .card .btn { inline-size: 100%; min-block-size: 44px; }
        .door form { display: grid; gap: 16px; }
        .door .in { min-block-size: 44px; }
        .door .lead { color: var(--ink2); margin-block-start: 4px; }
        .secret { position: relative; }
        .secret .in { padding-inline-end: 5rem; }
        .secret .link { position: absolute; inset-block: 0; inset-inline-end: 4px; min-inline-size: 44px; padding-inline: 10px; font-size: .8125rem; text-decoration: none; text-align: center; }
        .foot-note { font-size: .8125rem; line-height: 1.25rem; color: var(--ink3); text-align: center; }
        .foot-note code { font-size: .75rem; }
        @media (forced-colors: active) {
            .nav[aria-current=page] { outline: 2px solid Highlight; outline-offset: -2px; }
            .card, .badge { border: 1px solid; }
        }
    "#
    )
}
