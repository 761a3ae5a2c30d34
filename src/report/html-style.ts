/** The one style sheet of the page: light and dark, screen and paper. Colours come from here alone. */
export const style = `
:root{color-scheme:light dark;--bg:#fdfdfc;--fg:#1b1d20;--soft:#5c6370;--rule:#dcdfe4;--panel:#f4f5f7;--accent:#1f5fa8;--warn:#a8480f;--warnbg:#fdf1e7;--hot:217,95,14;--cold:33,102,172;--c0:#4878b0;--c1:#d98032;--c2:#5a9e62;--c3:#a76fb3;--c4:#c9555a;--c5:#8a7a5c;--c6:#4fa6ad;--c7:#9aa0a8}
@media (prefers-color-scheme:dark){:root{--bg:#15171a;--fg:#e4e6ea;--soft:#9aa2ae;--rule:#343a43;--panel:#1e2126;--accent:#7db4f0;--warn:#f0a35e;--warnbg:#33261a;--hot:232,132,58;--cold:92,158,222;--c0:#6f9fd8;--c1:#e39a55;--c2:#76bb7e;--c3:#c08fcb;--c4:#e07b7f;--c5:#b3a280;--c6:#6dc2c9;--c7:#878e98}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main>section:first-child h2{border-top:0;margin-top:.4rem}
main,header,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.2rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.35rem;margin:2.6rem 0 .7rem;padding-top:.9rem;border-top:2px solid var(--rule)}
h3{font-size:1.05rem;margin:1.8rem 0 .5rem}
p,ul,ol{margin:.5rem 0 .9rem}
li{margin:.15rem 0}
p,li,figcaption,.banner,.warn,dl{max-width:50rem}
.soft,figcaption,.caption{color:var(--soft)}
.soft,figcaption,.caption{font-size:.92rem}
.caption{margin:.9rem 0 -.3rem}
nav{margin:1.1rem 0 0;padding:.6rem 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);font-size:.93rem}
nav a{margin-right:1.1rem;display:inline-block}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
.banner{border:2px solid var(--warn);background:var(--warnbg);color:var(--fg);padding:.6rem .9rem;margin:0 0 1.2rem;border-radius:4px}
.warn{border-left:4px solid var(--warn);background:var(--warnbg);padding:.5rem .9rem;margin:.8rem 0}
.warn ul{margin:.1rem 0;padding:0;list-style:none}.warn li{padding-left:1.3em;text-indent:-1.3em}
.lead{font-size:1.08rem}
.findings{list-style:none;padding:0}
.first p.lead{font-size:1rem}
.so{font-weight:600;margin:0 0 .5rem}
.rows{display:grid;grid-template-columns:max-content minmax(10rem,22rem) max-content;margin:.4rem 0;font-size:.8rem;line-height:22px;font-variant-numeric:tabular-nums}
.rows.close{line-height:17px}
.row{display:contents}
.row>svg{overflow:visible;align-self:stretch;min-width:0}.row svg{overflow:visible}
.row .name{text-align:right;padding-right:.6rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:16rem}
.row .note{padding-left:.6rem;white-space:pre;color:var(--soft)}
.findings>li{display:grid;grid-template-columns:6rem 1fr;padding:.65rem 0;border-bottom:1px solid var(--rule)}
.badge{align-self:start;justify-self:start;margin-top:.15em;padding:0 .6em;border:1px solid currentColor;border-radius:1em;font-size:.8rem;text-align:center}
.firm{color:var(--accent)}.likely{color:var(--soft)}.sketch{color:var(--warn)}
.overturn{margin:.25rem 0 0;font-size:.9rem;color:var(--soft)}
.scroll{overflow-x:auto;margin:.6rem 0 1rem}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.24rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
thead th{border-bottom:2px solid var(--rule);vertical-align:bottom;font-weight:600}
td.mono{white-space:nowrap}tbody th.long{white-space:normal;overflow-wrap:anywhere;min-width:14rem}
tbody th{font-weight:500;white-space:nowrap;position:sticky;left:0;background:var(--bg)}
.words{min-width:14rem}
td.n,th.n{text-align:right}td.n{white-space:nowrap}
td.sub,th.sub{color:var(--soft)}
tr.group>*{border-top:2px solid var(--rule)}
tr.foot>*{color:var(--soft);border-bottom:0}
.pm{color:var(--soft);font-size:.85em}
.wide thead th+th{writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;vertical-align:top;padding:.5rem .1rem}.wide td,.wide th{padding-left:.3rem;padding-right:.3rem}.wide{line-height:1.3}.wide td .pm{display:block}
.letter{display:inline-block;min-width:1.2em;text-align:left;padding-left:.25em;color:var(--accent);font-size:.85em}
.weak{color:var(--soft)}
.h1{background:rgba(var(--hot),.14)}.h2{background:rgba(var(--hot),.28)}.h3{background:rgba(var(--hot),.42)}.h4{background:rgba(var(--hot),.58)}
.k1{background:rgba(var(--cold),.14)}.k2{background:rgba(var(--cold),.28)}.k3{background:rgba(var(--cold),.42)}.k4{background:rgba(var(--cold),.58)}
figure{margin:1rem 0;overflow-x:auto}
svg{display:block;font-family:inherit}
svg.plot{max-width:100%;height:auto}svg.map{min-width:36rem}
svg text{font-size:12px;fill:var(--soft)}
svg text.strong{fill:var(--fg)}
svg text.oncat{fill:#fff;font-size:11px}
.grid{stroke:var(--rule);stroke-width:1}
.ring{fill:none;stroke:var(--rule);stroke-width:1}
.axis{stroke:var(--soft);stroke-width:1}
.line{stroke:var(--accent);stroke-width:1.8;fill:none}
.chance{stroke:var(--warn);stroke-width:1.6;fill:none}
.dashed{stroke-dasharray:5 4}
.dotted{stroke-dasharray:2 3}
.mark{fill:var(--accent)}
.hollow{fill:var(--bg);stroke:var(--accent);stroke-width:1.6}
.bar{fill:var(--c0)}
.dot{fill:var(--c7);fill-opacity:.75}
svg .cat0{fill:var(--c0)}svg .cat1{fill:var(--c1)}svg .cat2{fill:var(--c2)}svg .cat3{fill:var(--c3)}svg .cat4{fill:var(--c4)}svg .cat5{fill:var(--c5)}svg .cat6{fill:var(--c6)}svg .cat7{fill:var(--c7)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.88rem;color:var(--soft);margin:.3rem 0;align-items:center}
.legend span{display:inline-flex;align-items:center;gap:.35em}
.legend svg{width:.8em;height:.8em}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin:.6rem 0}
.pair blockquote,blockquote{margin:0;padding:.6rem .9rem;background:var(--panel);border-left:3px solid var(--rule);white-space:pre-wrap;overflow-wrap:anywhere}
.list{columns:16rem;column-gap:2.2rem;padding:0;list-style-position:inside;font-size:.9rem;font-variant-numeric:tabular-nums}.list .soft{white-space:nowrap}.list li{gap:.8rem;margin:0;padding:.12rem 0;display:flex;justify-content:space-between;border-bottom:1px solid var(--rule);break-inside:avoid}
.words{max-width:26rem;overflow-wrap:anywhere}
details{margin:.6rem 0}
summary{cursor:pointer;color:var(--accent)}
code,.mono{font:.88em ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{background:var(--panel);padding:.7rem .9rem;overflow-x:auto;white-space:pre-wrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.2rem;font-size:.93rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
footer{margin-top:3.5rem;padding-bottom:2.5rem;color:var(--soft);font-size:.88rem;border-top:2px solid var(--rule);padding-top:1rem}
.keep{white-space:nowrap}
@media (min-width:64rem){.first{display:grid;grid-template-columns:minmax(0,1fr) auto;grid-template-rows:max-content 1fr;column-gap:2.4rem}.first figure{grid-column:2;grid-row:1/3;margin-top:0;max-width:33rem}.first .rows{grid-template-columns:max-content minmax(8rem,15rem) max-content}.first .findings>li{grid-template-columns:5.4rem 1fr}}
@media (max-width:40rem){h1{font-size:1.5rem}main,header,footer{padding:0 1rem}.rows{display:block}.row{display:grid;grid-template-columns:1fr max-content;grid-template-areas:"name note" "cell cell";margin-top:.15rem}.row .name{grid-area:name;text-align:left}.row .note{grid-area:note}.row>svg{grid-area:cell}.rows.close .row>svg{height:17px}tbody th{max-width:42vw;white-space:normal;overflow-wrap:break-word}.findings>li{grid-template-columns:1fr;gap:.3rem}.pair{grid-template-columns:1fr}dl{grid-template-columns:1fr}dt{margin-top:.3rem}}
@media print{body{font-size:10pt;background:#fff}table{font-size:8pt;line-height:1.3}.wide{font-size:7.5pt;line-height:1}.wide td,.wide th{padding:.1rem .15rem}th,td{padding:.12rem .35rem}h2{margin-top:1.4rem}tbody th{position:static}header{padding-top:0}.rows{line-height:16px}.findings>li{padding:.3rem 0}.first p.lead{font-size:10pt}nav{display:none}main,header,footer{max-width:none}h2,h3{break-after:avoid}figure,tr,.row,.findings>li,blockquote{break-inside:avoid}.scroll{overflow:visible}details::details-content{content-visibility:visible}*{print-color-adjust:exact}}
`;
