//! What lies above a page: menus, questions, the side of a narrow window, and what was just done.

use stylist::StyleSource;
use stylist::css;

/// Menus, dialogs and notes at the foot.
pub(crate) fn overlays() -> StyleSource {
    css!(
        r#"
        .menu { position: relative; }
        .menu > ul { position: absolute; z-index: 4; inset-inline-end: 0; inset-block-start: calc(100% + 4px); min-inline-size: 13rem; padding: 6px; background: var(--raise); border-radius: 10px; box-shadow: 0 0 0 1px var(--line), 0 12px 32px -8px rgba(20,23,31,.28); }
        .menu.up > ul { inset-block: auto calc(100% + 4px); }
        .menu.fill > ul { inset-inline: 0; }
        .menu li > * { display: flex; align-items: center; gap: 10px; inline-size: 100%; min-block-size: var(--tall); padding: 6px 10px; border-radius: 7px; font-weight: 500; color: var(--ink); text-decoration: none; white-space: nowrap; }
        .menu li svg { inline-size: 1.125rem; block-size: 1.125rem; color: var(--ink3); }
        .menu li .bad, .menu li .bad svg { color: var(--bad); }
        .menu li.line { block-size: 1px; margin: 6px 4px; background: var(--line); }
        .menu li > p { display: block; min-block-size: 0; color: var(--ink3); font-weight: 400; font-size: .8125rem; white-space: normal; }
        @media (hover: hover) {
            .menu li > a:hover, .menu li > button:hover { background: var(--hover); }
        }

        dialog { color: inherit; border: 0; padding: 0; background: var(--bg); }
        dialog::backdrop { background: rgba(10,12,18,.45); }
        dialog.ask { inline-size: calc(100% - 32px); max-inline-size: 27rem; border-radius: 14px; box-shadow: var(--shade); }
        .ask > div, .ask > form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; padding: 24px; }
        .ask p { color: var(--ink2); }
        .ask .tools { justify-content: flex-end; margin-block-start: 8px; }
        dialog.sheet-side { inset-inline: 0 auto; inset-block: 0; margin: 0; inline-size: min(18rem, calc(100% - 56px)); block-size: 100%; max-block-size: none; background: var(--under); }
        .sheet-side .rail { position: static; border: 0; block-size: 100%; padding: 12px; }
        .sheet-side .nav { min-block-size: 44px; }

        .toasts { position: fixed; z-index: 6; inset-block-end: 20px; inset-inline: 16px; display: grid; justify-items: center; gap: 8px; pointer-events: none; }
        .toast { display: flex; align-items: center; gap: 16px; max-inline-size: 100%; min-block-size: 44px; padding: 4px 8px 4px 16px; border-radius: 10px; background: var(--ink); color: var(--bg); box-shadow: 0 12px 32px -8px rgba(20,23,31,.4); pointer-events: auto; }
        .toast .link { color: inherit; font-weight: 600; min-block-size: 36px; padding-inline: 8px; }
        .toast .icon { color: inherit; }
        @media (prefers-reduced-motion: no-preference) {
            .toast, dialog.ask[open] { animation: bk-rise .2s var(--ease); }
        }
        @media (forced-colors: active) {
            .menu > ul, dialog, .toast { border: 1px solid; }
        }
    "#
    )
}
