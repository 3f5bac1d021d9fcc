//! Colours, type and the ground rules that both looks share. The page around the widget is not
//! ours: it may be the companion's or the dashboard's.
//!
//! Lengths of text are in `rem`, so that they follow the guest's own setting, and so are lines,
//! columns and signs; widths of pages are asked for in `em`, so that letters of twice their size
//! get the layout of half the width. Distances are multiples of 4 px. Colours with the prefix `--bk-` come from [`booking_contract::colours`].

use stylist::StyleSource;
use stylist::css;

/// Custom properties for light, dark and high contrast, and the text around everything.
pub(crate) fn tokens() -> StyleSource {
    css!(
        r#"
        --bg: #fff; --sunk: #f8f9fb; --raise: #fff;
        --ink: #14171f; --ink2: #474e5c; --ink3: #646b7a;
        --line: #e6e8ed; --edge: #868d9b;
        --fill: var(--bk-l-fill, #2f5bd7); --over: var(--bk-l-over, #2950bd); --on: var(--bk-l-on, #fff);
        --acc: var(--bk-l-ink, #2f5bd7); --rim: var(--bk-l-rim, #2f5bd7);
        --soft: var(--bk-l-soft, #edf1fb); --soft2: var(--bk-l-soft2, #dfe6f8);
        --good: #0b6e43; --goodbg: #e8f6ee; --bad: #b3202f; --badbg: #fdeeee; --warn: #714600; --warnbg: #fff4dc;
        --shade: 0 1px 2px rgba(20,23,31,.05), 0 16px 40px -20px rgba(20,23,31,.22);
        --lift: 0 1px 2px rgba(20,23,31,.08);
        --r: 10px; --R: 16px; --ease: cubic-bezier(.2,.7,.3,1);
        color-scheme: light;
        display: block; max-inline-size: 100%; box-sizing: border-box;
        color: var(--ink); background: transparent;
        font: 400 .9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
        font-variant-numeric: tabular-nums; text-align: start; text-wrap: pretty;
        -webkit-text-size-adjust: 100%; -webkit-tap-highlight-color: transparent; overflow-wrap: anywhere;

        html[data-theme=dark] & {
            --bg: #17191f; --sunk: #1c1f26; --raise: #21242c;
            --ink: #f2f3f6; --ink2: #bcc2cd; --ink3: #989fad;
            --line: #2c3039; --edge: #747c8b;
            --fill: var(--bk-d-fill, #5d80e3); --over: var(--bk-d-over, #7492e8); --on: var(--bk-d-on, #14171f);
            --acc: var(--bk-d-ink, #9db3f0); --rim: var(--bk-d-rim, #5d80e3);
            --soft: var(--bk-d-soft, #232a3d); --soft2: var(--bk-d-soft2, #2d3751);
            --good: #6fd6a3; --goodbg: #16291f; --bad: #ff9a9a; --badbg: #331c20; --warn: #f4c66b; --warnbg: #2e2614;
            --shade: 0 1px 2px rgba(0,0,0,.4), 0 16px 40px -20px rgba(0,0,0,.8);
            --lift: 0 1px 2px rgba(0,0,0,.4);
            color-scheme: dark;
        }
        @media (prefers-color-scheme: dark) {
            html[data-theme=auto] & {
                --bg: #17191f; --sunk: #1c1f26; --raise: #21242c;
                --ink: #f2f3f6; --ink2: #bcc2cd; --ink3: #989fad;
                --line: #2c3039; --edge: #747c8b;
                --fill: var(--bk-d-fill, #5d80e3); --over: var(--bk-d-over, #7492e8); --on: var(--bk-d-on, #14171f);
                --acc: var(--bk-d-ink, #9db3f0); --rim: var(--bk-d-rim, #5d80e3);
                --soft: var(--bk-d-soft, #232a3d); --soft2: var(--bk-d-soft2, #2d3751);
                --good: #6fd6a3; --goodbg: #16291f; --bad: #ff9a9a; --badbg: #331c20; --warn: #f4c66b; --warnbg: #2e2614;
                --shade: 0 1px 2px rgba(0,0,0,.4), 0 16px 40px -20px rgba(0,0,0,.8);
                --lift: 0 1px 2px rgba(0,0,0,.4);
                color-scheme: dark;
            }
        }
        @media (prefers-contrast: more) {
            & { --ink2: var(--ink); --ink3: var(--ink); --line: var(--edge); --edge: var(--ink); }
        }

        *, *::before, *::after { box-sizing: border-box; }
        h1, h2, h3, p, ol, ul, dl, dd, fieldset, table, legend { margin: 0; padding: 0; border: 0; }
        ol, ul { list-style: none; }
        h1, h2, h3 { font-weight: 650; letter-spacing: -.014em; text-wrap: balance; }
        h1 { font-size: 1.375rem; line-height: 1.25; letter-spacing: -.02em; }
        h2 { font-size: 1.1875rem; line-height: 1.3; }
        h3 { font-size: .9375rem; line-height: 1.5; letter-spacing: -.005em; }
        h1:focus, h2:focus, h3:focus, p:focus, section:focus { outline: none; }
        a { color: var(--acc); text-underline-offset: 3px; }
        a:hover { text-decoration-thickness: 2px; }
        svg { display: block; flex: none; inline-size: 1.25rem; block-size: 1.25rem; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
        button, input, select, textarea { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; }
        button { cursor: pointer; background: none; border: 0; padding: 0; text-align: inherit; }
        *:focus-visible { outline: 2px solid var(--rim); outline-offset: 2px; }
        [hidden] { display: none; }

        .vh { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
        .small { font-size: .8125rem; line-height: 1.45; color: var(--ink2); }
        .card { background: var(--bg); border-radius: var(--R); border: 1px solid var(--line); box-shadow: var(--lift); overflow: clip; }
        html[data-mode=page] & .card { box-shadow: var(--shade); }
        .intro { display: grid; gap: 4px; }
        .work { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px; }
        .pick { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
        .form .actions { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; }
        .choose { display: grid; gap: 12px; }
        .biz { font-size: .8125rem; line-height: 1.25rem; color: var(--ink2); font-weight: 500; }
        .place { display: flex; gap: 8px; color: var(--ink2); font-size: .875rem; line-height: 1.25rem; }
        .place svg { inline-size: 1.125rem; block-size: 1.125rem; margin-block-start: 1px; color: var(--ink3); }
        .over { font-size: 1.0625rem; }
        @media (min-width: 35em) {
            .over { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
        }
        /* The hosted page has the name above the card. */
        html[data-mode=page] & .biz { display: none; }
        /* Layers of their own: the browser paints of them anew only those where something changed. */
        .intro, fieldset, .marks, .month, .slots, .sum { isolation: isolate; }
        &[dir=rtl] .flip { transform: scaleX(-1); }
        /* Letters of Arabic are joined. */
        &[dir=rtl] * { letter-spacing: 0 !important; }

        .tongue { position: relative; display: flex; inline-size: fit-content; align-items: center; margin: 4px auto 2px; color: var(--ink2); font-size: .8125rem; background: var(--bg); border-radius: 22px; box-shadow: inset 0 0 0 1px var(--line); }
        .tongue svg { inline-size: 1rem; block-size: 1rem; position: absolute; inset-inline-start: 8px; pointer-events: none; }
        .tongue .chev { inset-inline: auto 8px; }
        .tongue select { appearance: none; field-sizing: content; background: none; border: 0; min-block-size: 44px; padding-block: 0; padding-inline: calc(1rem + 16px) calc(1rem + 14px); cursor: pointer; border-radius: 22px; }
        .tongue option { background: var(--raise); color: var(--ink); }

        @media print {
            & { --shade: none; --lift: none; }
            .card { border: 0; }
            button, .marks, .coupon, .actions, .tongue { display: none; }
        }
    "#
    )
}
