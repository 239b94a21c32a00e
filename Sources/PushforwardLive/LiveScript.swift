/// What moves the page.
enum LiveScript {
    /// Points move from their last places to their new ones within a third of a second, so that the cloud is seen to
    /// travel; a point is the same point of the source in every snapshot.
    static let source = """
        'use strict';
        const byId = name => document.getElementById(name);
        const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
        let state = null, before = null, arrived = 0, bounds = null;

        function prepared(canvas) {
          const ratio = window.devicePixelRatio || 1, box = canvas.getBoundingClientRect();
          const width = Math.round(box.width * ratio), height = Math.round(box.height * ratio);
          if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
          const context = canvas.getContext('2d');
          context.setTransform(ratio, 0, 0, ratio, 0, 0);
          context.clearRect(0, 0, box.width, box.height);
          return { context, width: box.width, height: box.height };
        }
        const flat = points => points.map(p => Array.isArray(p) ? p : [p]);
        function limits(points, c) {
          const sorted = points.map(p => p[c]).filter(Number.isFinite).sort((a, b) => a - b);
          const low = sorted[Math.floor(sorted.length * 0.005)], high = sorted[Math.ceil(sorted.length * 0.995) - 1];
          const margin = 0.12 * (high - low) || 1;
          return [low - margin, high + margin];
        }
        function moved(share) {
          const now = state.points;
          if (!before || before.length !== now.length) return now;
          return now.map((p, i) => p.map((v, c) => before[i][c] + (v - before[i][c]) * share));
        }
        function drawCloud(share) {
          const { context, width, height } = prepared(byId('cloud'));
          const points = moved(share);
          if (state.dimension === 1) return drawDensities(context, width, height, points);
          const [left, right] = bounds[0], [bottom, top] = bounds[1];
          const dots = (list, name, radius, alpha) => {
            context.fillStyle = color(name);
            context.globalAlpha = alpha;
            for (const [x, y] of list) {
              context.beginPath();
              context.arc((x - left) / (right - left) * width, height - (y - bottom) / (top - bottom) * height, radius, 0, 7);
              context.fill();
            }
            context.globalAlpha = 1;
          };
          dots(state.targetPoints, 'target', 2.2, 0.35);
          dots(points, 'map', 1.7, 0.75);
        }
        function drawDensities(context, width, height, points) {
          const [left, right] = bounds[0], bars = 50;
          const counts = list => {
            const shares = new Array(bars).fill(0);
            for (const [x] of list) {
              const bar = Math.floor((x - left) / (right - left) * bars);
              if (bar >= 0 && bar < bars) shares[bar] += 1 / list.length;
            }
            return shares;
          };
          const both = [[counts(state.targetPoints), 'target', 0.45], [counts(points), 'map', 0.55]];
          const peak = Math.max(...both[0][0], 1e-9) * 1.25;
          for (const [shares, name, alpha] of both) {
            context.fillStyle = color(name);
            context.globalAlpha = alpha;
            shares.forEach((s, i) => context.fillRect(i * width / bars, height * (1 - s / peak), width / bars - 1, height * s / peak));
            context.globalAlpha = 1;
          }
        }
        const number = value => value == null ? '\\u2013' : Number(value.toPrecision(3)).toString();
        function drawLoss() {
          const { context, width, height } = prepared(byId('loss'));
          const rows = state.history.filter(row => row.loss > 0);
          if (!rows.length) return;
          const anchors = [['constant map', (state.anchors || {}).constant], ['two true samples', (state.anchors || {}).floor]]
            .filter(([, value]) => value > 0);
          const values = rows.map(row => row.loss).concat(anchors.map(([, value]) => value));
          const low = Math.log10(Math.min(...values)) - 0.15, high = Math.log10(Math.max(...values)) + 0.2;
          const left = 46, bottom = 22, x = s => left + s / Math.max(state.steps, 1) * (width - left - 8);
          const y = v => 6 + (high - Math.log10(v)) / (high - low) * (height - bottom - 6);
          context.font = '12px Inter, Helvetica, Arial, "DejaVu Sans", sans-serif';
          context.strokeStyle = color('line');
          context.fillStyle = color('faint');
          context.lineWidth = 1;
          context.textAlign = 'right';
          for (let power = Math.ceil(low); power <= high; power++) {
            const place = y(10 ** power);
            context.beginPath(); context.moveTo(left, place); context.lineTo(width, place); context.stroke();
            context.fillText('1e' + power, left - 6, place + 4);
          }
          context.fillText(state.steps.toLocaleString('en') + ' steps', width - 8, height - 6);
          context.textAlign = 'left';
          for (const [name, value] of anchors) {
            context.setLineDash([5, 4]);
            context.strokeStyle = color('faint');
            context.beginPath(); context.moveTo(left, y(value)); context.lineTo(width, y(value)); context.stroke();
            context.setLineDash([]);
            context.fillText(name, left + 8, y(value) - 5);
          }
          context.strokeStyle = color('map');
          context.lineWidth = 2;
          context.beginPath();
          rows.forEach((row, i) => i ? context.lineTo(x(row.step), y(row.loss)) : context.moveTo(x(row.step), y(row.loss)));
          context.stroke();
        }
        function words() {
          byId('title').textContent = state.source + ' to ' + state.target;
          document.title = Math.round(100 * state.step / state.steps) + ' % ' + state.target;
          byId('bar').style.width = 100 * state.step / state.steps + '%';
          byId('steps').textContent = 'step ' + state.step.toLocaleString('en') + ' of ' + state.steps.toLocaleString('en')
            + ', ' + state.seconds.toFixed(1) + ' s';
          byId('state').textContent = state.state;
          const certificate = state.certificate || {};
          byId('certificate').textContent = 'floor ratio ' + number(certificate.floorRatio) + ' (a perfect map: 1)'
            + (certificate.pValue == null ? ', an estimate while training' : ', p-value ' + number(certificate.pValue));
        }
        let isDrawing = false;
        function draw() {
          const share = Math.min(1, (performance.now() - arrived) / 330);
          drawCloud(share * (2 - share));
          isDrawing = share < 1;
          if (isDrawing) requestAnimationFrame(draw);
        }
        function show(next) {
          next.points = flat(next.points);
          next.targetPoints = flat(next.targetPoints);
          before = state ? moved(Math.min(1, (performance.now() - arrived) / 330)) : null;
          state = next;
          bounds = [0, 1].slice(0, Math.min(2, state.dimension)).map(c => limits(state.targetPoints, c));
          arrived = performance.now();
          words();
          drawLoss();
          if (!isDrawing) { isDrawing = true; requestAnimationFrame(draw); }
        }
        const events = new EventSource('/events');
        events.onmessage = event => show(JSON.parse(event.data));
        events.onerror = () => { if (!state || state.state === 'training') byId('state').textContent = 'connection lost, trying again'; };
        addEventListener('resize', () => { if (state) { drawLoss(); draw(); } });
        """
}
