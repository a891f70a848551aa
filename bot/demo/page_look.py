"""How the pages of the demo's outlets look."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d1a17; --paper: #faf7f1; --quiet: #7a7067; --line: #e3dccf; --mark: #b8482f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece6dc; --paper: #161412; --quiet: #9c9186; --line: #34302b; --mark: #ef8a66 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 19px/1.65 Georgia, "Noto Serif", "Noto Serif CJK KR", serif }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem }
header { display: flex; gap: 1rem; align-items: baseline; padding-top: 1.5rem; padding-bottom: .75rem; border-bottom: 3px double var(--line) }
header a { font: 700 1.15rem/1.2 "Helvetica Neue", Arial, sans-serif; letter-spacing: .02em; color: inherit; text-decoration: none }
header small, .by, figcaption, footer { color: var(--quiet); font: .82rem/1.5 "Helvetica Neue", Arial, sans-serif }
:lang(ko) { word-break: keep-all }
h1 { font-size: clamp(1.7rem, 5vw, 2.5rem); line-height: 1.18; margin: 1.6rem 0 .4rem; text-wrap: balance }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 }
.standfirst { font-size: 1.15rem; color: var(--quiet); margin: .4rem 0 1rem }
figure { margin: 1.6rem 0 } figure img { display: block; width: 100%; max-height: 85vh; object-fit: contain; background: #0003; border-radius: 4px }
figcaption { margin-top: .45rem } .credit, .photo-credit { white-space: nowrap } .credit::before { content: "· " }
.kicker { color: var(--mark); font: 700 .78rem/1 "Helvetica Neue", Arial, sans-serif; letter-spacing: .08em; text-transform: uppercase; margin-top: 2rem }
:is(p, .image) > img { display: block; width: 100%; max-height: 85vh; object-fit: contain; background: #0003; border-radius: 4px }
p:has(> img) { margin-bottom: .4rem } p:has(> img) + p { color: var(--quiet); font: .82rem/1.5 "Helvetica Neue", Arial, sans-serif; margin-top: 0 }
.image { margin: 1.6rem 0 }
.gallery { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: 1.6rem 0 } .gallery figure { margin: 0 }
.gallery img { aspect-ratio: 4 / 3; object-fit: cover }
.slideshow { display: flex; gap: 1rem; overflow-x: auto; scroll-snap-type: x mandatory; margin: 1.6rem 0; padding-bottom: .6rem }
.slide { flex: 0 0 100%; scroll-snap-align: center; color: var(--quiet); font: .82rem/1.5 "Helvetica Neue", Arial, sans-serif }
.slide img { display: block; width: 100%; aspect-ratio: 16 / 9; object-fit: contain; background: #0003; border-radius: 4px; margin-bottom: .45rem }
.slide-number { font-variant-numeric: tabular-nums } .source { border-top: 1px solid var(--line); padding-top: .8rem; font-size: .95rem }
ul { list-style: none; padding: 0 } li { padding: 1rem 0; border-bottom: 1px solid var(--line) } li a { color: inherit; text-decoration: none }
li a:hover, header a:hover { color: var(--mark) } a { color: var(--mark) } footer { padding-top: 2rem; padding-bottom: 3rem }
"""
