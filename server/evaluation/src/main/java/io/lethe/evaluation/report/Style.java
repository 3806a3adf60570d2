package io.lethe.evaluation.report;

/** How a report looks, on light and on dark ground and on paper. */
final class Style {

  static final String SHEET = """
      :root { color-scheme: light dark; --ground: #fcfcfa; --ink: #22262b; --quiet: #6a717b;
        --rule: #e3e4e0; --ours: #fbeef3; }
      @media (prefers-color-scheme: dark) { :root { --ground: #16181c; --ink: #e4e6e9;
        --quiet: #98a0aa; --rule: #2e3238; --ours: #2c1f26; } }
      body { background: var(--ground); color: var(--ink); max-width: 76rem; margin: 0 auto;
        padding: 2rem 1.5rem 4rem; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
        "Helvetica Neue", Arial, sans-serif; }
      h1 { font-size: 1.9rem; margin: 0 0 .25rem; }
      h2 { font-size: 1.35rem; margin: 3rem 0 .5rem; border-bottom: 1px solid var(--rule);
        padding-bottom: .25rem; }
      h3 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
      h4 { font-size: .9rem; margin: 1.25rem 0 .25rem; color: var(--quiet); font-weight: 600; }
      p, li { max-width: 48rem; }
      .facts, figcaption { color: var(--quiet); font-size: .87rem; }
      .facts { list-style: none; padding: 0; margin: .5rem 0 1.5rem; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .87rem;
        white-space: nowrap; }
      th, td { padding: .3rem .7rem; text-align: right; border-bottom: 1px solid var(--rule);
        vertical-align: top; }
      th { font-weight: 600; vertical-align: bottom; }
      th:first-child { text-align: left; position: sticky; left: 0; background: var(--ground); }
      th[scope=row] { font-weight: 400; vertical-align: top; }
      tr.ours > * { background: var(--ours); }
      tr.ours th { font-weight: 600; }
      small { display: block; color: var(--quiet); font-size: .76rem; font-weight: 400; }
      td.none { color: var(--quiet); }
      td.note { text-align: left; color: var(--quiet); white-space: normal; }
      .dot { display: inline-block; width: .6rem; height: .6rem; border-radius: 50%;
        margin-right: .5rem; }
      .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(30rem, 1fr));
        gap: 1.5rem; }
      figure { margin: .75rem 0; max-width: 44rem; }
      svg { width: 100%; height: auto; }
      svg text { font: 11px system-ui, sans-serif; }
      svg .axis { fill: var(--quiet); }
      svg .label { font-weight: 600; }
      svg .grid { stroke: var(--rule); }
      svg .level { stroke: var(--quiet); stroke-dasharray: 3 4; }
      code { font-size: .85em; overflow-wrap: anywhere; }
      @media print { body { max-width: none; } section { break-inside: avoid-page; } }
      """;

  private Style() {}
}
