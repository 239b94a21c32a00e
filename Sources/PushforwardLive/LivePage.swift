/// The page, which needs nothing from any network.
package enum LivePage {
    /// The whole document.
    package static let html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>pushforward fit</title>
        <style>\(style)</style>
        </head>
        <body>
        <main>
        <header><h1 id="title">waiting for the fit</h1><p id="state" role="status">connecting</p></header>
        <div class="progress"><div id="bar"></div></div>
        <p id="steps">&nbsp;</p>
        <section>
        <figure><canvas id="cloud"></canvas>
        <figcaption><span class="dot target"></span>target <span class="dot map"></span>map</figcaption></figure>
        <figure><canvas id="loss"></canvas><figcaption>loss, logarithmic</figcaption></figure>
        </section>
        <p id="certificate">&nbsp;</p>
        </main>
        <script>\(LiveScript.source)</script>
        </body>
        </html>
        """

    private static let style = """
        :root { --ink: #222; --paper: #fff; --faint: #8a8a8a; --line: #e3e3e3; --target: #7a7a7a; --map: #1f5fa8; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e6e6; --paper: #17191c; --faint: #9a9a9a; --line: #34383d; --target: #8d9299; --map: #6aa9f0; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font: 16px/1.5 Inter, Helvetica, Arial, "DejaVu Sans", sans-serif; }
        main { max-width: 1040px; margin: 0 auto; padding: 20px 18px 28px; }
        header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; justify-content: space-between; }
        h1 { font-size: 20px; font-weight: 600; margin: 0; }
        p { margin: 6px 0; font-variant-numeric: tabular-nums; }
        #state, figcaption, #steps { color: var(--faint); font-size: 14px; }
        .progress { height: 4px; background: var(--line); border-radius: 2px; margin: 12px 0 4px; overflow: hidden; }
        #bar { height: 100%; width: 0; background: var(--map); transition: width .3s; }
        section { display: grid; grid-template-columns: 1fr 1fr; gap: 24px; margin: 14px 0; }
        @media (max-width: 700px) { section { grid-template-columns: 1fr; } }
        figure { margin: 0; min-width: 0; }
        canvas { width: 100%; aspect-ratio: 1 / 0.92; display: block; border: 1px solid var(--line); border-radius: 4px; }
        figcaption { margin-top: 6px; }
        .dot { display: inline-block; width: 9px; height: 9px; border-radius: 50%; margin: 0 6px 0 10px; }
        .dot:first-child { margin-left: 0; }
        .target { background: var(--target); } .map { background: var(--map); }
        #certificate { font-size: 17px; }
        """
}
