// SPDX-License-Identifier: Apache-2.0

const DARK = '--b:#22262b;--t:#f2f4f6;--l:#59626c;--a:#8ec5ff;--o:#0b2239'

/*
 * The page may set every `--rollcall-*` property, and style the parts. `all: initial` keeps the rest of its style out.
 * The box has no style while there is nothing to say, but it is never hidden: see `createCard`.
 */
const STYLE = `
:host{all:initial!important;display:contents!important}
.prompt{--b:#fff;--t:#1b1f24;--l:#8a929b;--a:#0a5aa8;--o:#fff;position:fixed;z-index:var(--rollcall-z-index,2147483000);
inset-block-end:calc(var(--rollcall-inset,1rem) + env(safe-area-inset-bottom,0px));inset-inline-end:var(--rollcall-inset,1rem);
box-sizing:border-box;max-inline-size:min(var(--rollcall-width,26rem),100% - 2*var(--rollcall-inset,1rem));
max-block-size:calc(100% - 2*var(--rollcall-inset,1rem));font:var(--rollcall-font,1rem/1.5 system-ui,sans-serif);
color:var(--rollcall-text,var(--t));overflow-wrap:anywhere}
.top{inset-block:calc(var(--rollcall-inset,1rem) + env(safe-area-inset-top,0px)) auto}
.on{overflow:auto;padding:1rem;border:1px solid var(--rollcall-border,var(--l));border-radius:var(--rollcall-radius,.5rem);
background:var(--rollcall-background,var(--b));box-shadow:var(--rollcall-shadow,0 .25rem 1.5rem #0004)}
.text{margin:0}
.time{font-variant-numeric:tabular-nums}
.actions{display:flex;flex-wrap:wrap;gap:.5rem;margin-block-start:.75rem}
[hidden]{display:none}
button{font:inherit;font-weight:600;cursor:pointer;min-block-size:2.75rem;padding:.25rem 1rem;border:1px solid transparent;
border-radius:var(--rollcall-radius,.5rem);max-inline-size:100%;overflow-wrap:anywhere}
.reload{background:var(--rollcall-accent,var(--a));color:var(--rollcall-accent-text,var(--o))}
.later{background:none;color:inherit;border-color:var(--rollcall-border,var(--l))}
button:focus-visible{outline:3px solid var(--rollcall-focus,var(--t));outline-offset:2px}
:host([theme=dark]) .prompt{${DARK}}
@media(prefers-color-scheme:dark){:host(:not([theme=light])) .prompt{${DARK}}}
@media(prefers-reduced-motion:no-preference){.on{animation:come .2s ease-out}}
@keyframes come{from{opacity:0;translate:0 .5rem}}
@media print{:host{display:none!important}}
`

/** Gives a shadow root its style in a way that a page's Content Security Policy allows. */
export function addStyle(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLE)
    root.adoptedStyleSheets = [sheet]
  } catch {
    // Safari before 16.4. If a policy forbids this, the prompt has no style.
    const style = root.ownerDocument.createElement('style')
    style.textContent = STYLE
    root.append(style)
  }
}
