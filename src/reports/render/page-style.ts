/** The look of the report's page: on the meeting's screen, on a telephone, in the dark, and printed. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --back: #f2f5f8; --card: #fff; --ink: #1c2733; --quiet: #52606d; --line: #dde3e9; --link: #0b5c8a; --unknown: #7a4a00; --warning: #a3160b; }
@media (prefers-color-scheme: dark) {
  :root { --back: #14181d; --card: #1e242b; --ink: #e6eaef; --quiet: #aeb8c2; --line: #3a444f; --link: #8cc4f0; --unknown: #f0c27a; --warning: #ff9d94; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; padding: 0 1rem 3rem; background: var(--back); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 82rem; margin: 0 auto; }
header { padding-top: 1.5rem; }
h1 { margin: 0 0 .5rem; font-size: 1.875rem; line-height: 1.2; }
h2 { margin: 0; font-size: 1.5rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1.125rem; }
.quiet { margin: 0 0 .75rem; color: var(--quiet); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0; padding: 0; list-style: none; }
a { color: var(--link); }
a:focus-visible, .wide:focus-visible { outline: 3px solid #d98e04; outline-offset: 2px; }
section { margin: 0 0 1rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
img { display: block; max-width: 100%; height: auto; margin: .5rem 0; background: #fff; border-radius: .5rem; }
.wide { overflow-x: auto; overflow-wrap: normal; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1rem; }
.cards > div { padding: .75rem 1rem; border: 1px solid var(--line); border-left: 4px solid var(--link); border-radius: .5rem; }
h4 { margin: 0; font-size: 1.0625rem; }
dl { display: grid; grid-template-columns: minmax(0, 10rem) 1fr; gap: .125rem .75rem; margin: .5rem 0 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
.unknown { color: var(--unknown); font-style: italic; }
.warning { color: var(--warning); font-weight: 650; }
.records li { margin-bottom: .125rem; }
.records > div { display: none; }
.records > div:target { display: block; outline: 3px solid #d98e04; outline-offset: .5rem; }
/* So that a list comes to the top of the screen, however short it is. */
.records { min-height: 90vh; }
@media (max-width: 30rem) {
  table { font-size: .875rem; }
  th, td { padding-right: .5rem; }
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: .375rem; }
}
@media print {
  :root { color-scheme: light; --back: #fff; --card: #fff; --ink: #000; --quiet: #333; --line: #999; --link: #000; --unknown: #333; --warning: #000; }
  @page { size: A4 landscape; margin: 12mm; }
  body { padding: 0; font-size: 10pt; }
  nav, .records { display: none; }
  section { border: 0; padding: 0; break-before: page; }
  section:first-of-type { break-before: auto; }
  tr, .cards > div, img { break-inside: avoid; }
  a { text-decoration: none; }
}
`;
