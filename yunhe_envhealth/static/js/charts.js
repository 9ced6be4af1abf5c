/* Draws every <div data-chart="id"> from the JSON beside it, when it comes into view. The payload is described in
   templates/components/chart.html. Colours and sizes come from the CSS variables, so the modes need nothing here. */
"use strict";
(() => {
  const script = document.currentScript;
  const SHANGHAI = 8 * 3600 * 1000; // axis and tooltip show Shanghai time whatever the reader's clock says
  const DAY = 24 * 3600 * 1000;
  let library = null;

  function loadLibrary() {
    library ??= new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = script.dataset.echarts;
      tag.onload = () => resolve(window.echarts);
      tag.onerror = () => reject(new Error("echarts"));
      document.head.append(tag);
    });
    return library;
  }

  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    return { read, size: (12 * parseFloat(style.fontSize)) / 16, font: getComputedStyle(document.body).fontFamily };
  }

  const atEdge = (iso) => Date.parse(iso) + SHANGHAI;
  const pad = (number) => String(number).padStart(2, "0");

  function words(stamp, withYear) {
    const time = new Date(stamp);
    const day = `${pad(time.getUTCMonth() + 1)}-${pad(time.getUTCDate())}`;
    return `${withYear ? `${time.getUTCFullYear()}-` : ""}${day} ${pad(time.getUTCHours())}:${pad(time.getUTCMinutes())}`;
  }

  const dayWords = (stamp) => `${new Date(stamp).getUTCMonth() + 1}-${pad(new Date(stamp).getUTCDate())}`;

  function prepare(payload) {
    const series = payload.series.map((one) => ({
      name: one.name,
      end: one.end ?? one.name,
      flags: Object.fromEntries(Object.entries(one.flags ?? {}).map(([iso, flag]) => [atEdge(iso), flag])),
      points: one.points.map(([iso, value]) => [atEdge(iso), value === null ? null : Number(value)]),
    }));
    const stamps = series.flatMap((one) => one.points.map((point) => point[0]));
    const values = series.flatMap((one) => one.points.map((point) => point[1])).filter((value) => value !== null);
    const gaps = (payload.gaps ?? []).map((gap) => ({ from: atEdge(gap.from), to: atEdge(gap.to), label: gap.label }));
    return {
      series, gaps, values,
      from: payload.from ? atEdge(payload.from) : Math.min(...stamps),
      to: payload.to ? atEdge(payload.to) : Math.max(...stamps),
      top: topOfAxis(payload, values),
    };
  }

  /* The axis ends at the upper edge of the band which holds the highest value, so that a band is never cut in the
     middle; without bands a limit is kept in sight, or ECharts chooses. */
  function topOfAxis(payload, values) {
    const bands = payload.bands ?? [];
    const limits = (payload.limits ?? []).map((limit) => Number(limit.value));
    const peak = Math.max(0, ...values, ...limits);
    if (!bands.length) return limits.length ? Math.ceil((peak * 1.1) / 5) * 5 : null;
    const edge = bands.map((band) => (band.to === null ? Infinity : Number(band.to))).find((to) => to >= peak);
    if (edge === undefined) return null;
    return edge === Infinity ? Math.ceil(peak * 1.1) : edge;
  }

  function levelColour(level, theme) {
    const name = String(level);
    if (name.startsWith("aqi-")) return theme.read(`--aqi${name.slice(4)}-band`);
    return theme.read(`--lv${name.replace("aqhi-", "")}-band`);
  }

  /* Bands are drawn only where something was measured: a gap stays ground. */
  function bandAreas(payload, data, theme) {
    const stretches = [];
    let start = data.from;
    for (const gap of [...data.gaps].sort((one, other) => one.from - other.from)) {
      if (gap.from > start) stretches.push([start, gap.from]);
      start = Math.max(start, gap.to);
    }
    if (start < data.to) stretches.push([start, data.to]);
    return (payload.bands ?? []).flatMap((band) => stretches.map(([from, to]) => [
      { xAxis: from, yAxis: Number(band.from), itemStyle: { color: levelColour(band.level, theme), opacity: 1 } },
      { xAxis: to, yAxis: band.to === null ? data.top : Math.min(Number(band.to), data.top ?? Infinity) },
    ])).filter(([low, high]) => data.top === null || low.yAxis < data.top);
  }

  function limitLines(payload, theme) {
    return (payload.limits ?? []).map((limit) => ({
      yAxis: Number(limit.value),
      label: { formatter: `${limit.name} ${limit.value} ${payload.unit}`, position: "insideEndTop", color: theme.read("--c-limit") },
    }));
  }

  function lastPoint(one) {
    for (let index = one.points.length - 1; index >= 0; index -= 1) if (one.points[index][1] !== null) return one.points[index];
    return null;
  }

  /* A value between two gaps has no line to stand on: it gets a dot of its own. */
  function alone(points, index) {
    return points[index][1] !== null && (points[index - 1]?.[1] ?? null) === null && (points[index + 1]?.[1] ?? null) === null;
  }

  /* How far above (negative) or below its point the last value's label must stand so that the line does not cross it. */
  function clearOfLine(one, last, data, theme, size) {
    const top = data.top ?? Math.max(...data.values) * 1.1;
    const height = size.height - theme.size * 5;
    const under = ((one.end.length + 1) * theme.size * (data.to - data.from)) / (size.width - theme.size * 7);
    const near = one.points.filter((point) => point[1] !== null && point[0] >= last[0] - under).map((point) => point[1]);
    const pixels = (value) => (value * height) / top;
    const rise = pixels(Math.max(...near) - last[1]) + theme.size;
    const fall = pixels(last[1] - Math.min(...near)) + theme.size;
    const room = pixels(last[1]) > fall + theme.size;
    return room && fall < rise ? fall : -rise;
  }

  function drawnSeries(payload, data, theme, size) {
    const bars = payload.kind === "bar";
    return data.series.map((one, order) => {
      const colour = theme.read(`--c${(order % 5) + 1}`);
      const last = bars ? null : lastPoint(one);
      const right = last && last[0] > data.from + (data.to - data.from) * 0.8;
      return {
        type: bars ? "bar" : "line", name: one.name, data: bars ? one.points.map((point) => point[1]) : one.points, connectNulls: false, smooth: false, color: colour, silent: false,
        barMaxWidth: 28, symbol: "circle", showAllSymbol: true, showSymbol: true,
        symbolSize: (value, point) => (alone(one.points, point.dataIndex) ? 4 : 0),
        label: bars && one.points.length <= 31 ? { show: true, position: "top", color: theme.read("--ink"), fontSize: theme.size } : { show: false },
        lineStyle: { width: 2, type: ["solid", "solid", "dashed", "dotted", [8, 3, 2, 3]][order % 5] },
        markPoint: last ? {
          symbol: "circle", symbolSize: 8, animation: false, data: [{ coord: last, itemStyle: { color: colour } }],
          label: {
            show: true, formatter: one.end, position: right ? "left" : "right", distance: 8, offset: [0, right ? clearOfLine(one, last, data, theme, size) : 0],
            color: theme.read("--ink"), fontWeight: 700, fontSize: theme.size, textBorderColor: theme.read("--ground"), textBorderWidth: 3,
          },
        } : undefined,
        markArea: order === 0 ? { silent: true, animation: false, data: bandAreas(payload, data, theme) } : undefined,
        markLine: order === 0 ? {
          silent: true, symbol: "none", animation: false, data: limitLines(payload, theme),
          lineStyle: { type: "dashed", color: theme.read("--c-limit") }, label: { fontSize: theme.size },
        } : undefined,
      };
    });
  }

  function options(payload, data, theme, size) {
    const note = { color: theme.read("--ink-2"), fontSize: theme.size, fontFamily: theme.font };
    const days = (data.to - data.from) / DAY;
    const pixelsADay = (size.width - theme.size * 7) / Math.max(days, 1);
    const step = Math.max(1, Math.ceil((theme.size * 4) / pixelsADay));
    return {
      animation: false, useUTC: true, textStyle: note,
      grid: { left: theme.size * 2.9, right: (payload.bands ?? []).length ? theme.size * 4 : theme.size * 2, top: theme.size * (payload.unit ? 2.8 : 1.4), bottom: theme.size * 2.2 },
      legend: data.series.length > 5 ? { bottom: 0, textStyle: note } : undefined,
      xAxis: payload.kind === "bar" ? {
        type: "category", data: data.series[0].points.map((point) => dayWords(point[0])), axisTick: { show: false },
        axisLine: { lineStyle: { color: theme.read("--line-strong") } }, axisLabel: { ...note, hideOverlap: true },
      } : {
        type: "time", min: data.from, max: data.to, minInterval: days > 2 ? DAY * step : undefined, maxInterval: days > 2 ? DAY * step : undefined,
        axisLine: { onZero: false, lineStyle: { color: theme.read("--line-strong") } }, axisTick: { show: true }, splitLine: { show: false },
        axisLabel: {
          ...note, hideOverlap: true,
          formatter: (stamp) => (days > 2 ? dayWords(stamp) : words(stamp).slice(6)),
        },
      },
      yAxis: {
        type: "value", min: payload.kind === "bar" || (payload.bands ?? []).length ? 0 : undefined, max: data.top ?? undefined, splitNumber: 3,
        interval: ticks(payload, data), name: payload.unit, nameLocation: "end", nameGap: theme.size * 1.1,
        nameTextStyle: { ...note, align: "left", padding: [0, 0, 0, -theme.size * 2.4] },
        axisLine: { show: false }, axisTick: { show: false }, axisLabel: note, splitLine: { lineStyle: { color: theme.read("--c-grid") } },
      },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, shadowBlur: 0, shadowOffsetX: 0, shadowOffsetY: 0, backgroundColor: theme.read("--ground"), borderColor: theme.read("--line-strong"), textStyle: { ...note, color: theme.read("--ink") },
        axisPointer: { type: "line", lineStyle: { color: theme.read("--line-strong") } },
        formatter: (items) => tooltip(items, payload, data),
      },
      series: drawnSeries(payload, data, theme, size),
    };
  }

  function tooltip(items, payload, data) {
    const pointOf = (item) => data.series[item.seriesIndex].points[item.dataIndex];
    const lines = items.map((item) => {
      const [stamp, value] = pointOf(item);
      const flag = data.series[item.seriesIndex].flags[stamp];
      return `${item.seriesName}  ${value === null ? "—" : `${value} ${payload.unit}`}${flag ? `  ${flag}` : ""}`;
    });
    const stamp = pointOf(items[0])[0];
    return [payload.kind === "bar" ? words(stamp, true).slice(0, 10) : words(stamp, true), ...lines].join("\n");
  }

  /* Bands of one height (AQHI 3, 3, 3) give the axis its steps. */
  function ticks(payload, data) {
    const heights = (payload.bands ?? []).filter((band) => band.to !== null && Number(band.to) <= data.top).map((band) => band.to - band.from);
    return heights.length && heights.every((height) => height === heights[0]) ? heights[0] : undefined;
  }

  /* Names of bands at the right edge and of gaps inside them, placed once the axes know their pixels. */
  function placeNames(chart, payload, data, theme) {
    const label = (x, y, text, align) => ({
      type: "text", silent: true, x, y, style: { text, fill: theme.read("--ink-2"), font: `${theme.size}px ${theme.font}`, align, verticalAlign: "middle" },
    });
    const pixel = (x, y) => chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [x, y]);
    const names = [];
    for (const band of payload.bands ?? []) {
      const high = band.to === null ? data.top : Math.min(Number(band.to), data.top);
      if (Number(band.from) >= data.top) continue;
      const [x, y] = pixel(data.to, (Number(band.from) + high) / 2);
      names.push(label(x + 6, y, band.name, "left"));
    }
    for (const gap of data.gaps) {
      const [left, top] = pixel(gap.from, data.top ?? Math.max(...data.values));
      const [right] = pixel(gap.to, 0);
      if (gap.label && right - left > gap.label.length * theme.size) names.push(label((left + right) / 2, top + theme.size, gap.label, "center"));
    }
    chart.setOption({ graphic: { elements: names } }, { replaceMerge: ["graphic"] });
  }

  function draw(echarts, box) {
    const payload = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const data = prepare(payload);
    if (!data.values.length) {
      box.hidden = true;
      box.parentElement.querySelector("[data-chart-table]").open = true;
      return;
    }
    const chart = echarts.init(box, null, { renderer: "canvas" });
    const paint = () => {
      const theme = readTheme();
      chart.resize();
      chart.setOption(options(payload, data, theme, { width: box.clientWidth, height: box.clientHeight }), { notMerge: true });
      placeNames(chart, payload, data, theme);
      box.dataset.drawn = "true";
    };
    paint();
    let width = box.clientWidth;
    new ResizeObserver(() => {
      if (box.clientWidth === width) return;
      width = box.clientWidth;
      requestAnimationFrame(paint);
    }).observe(box);
    window.addEventListener("beforeprint", paint);
  }

  function showTable(box) {
    box.hidden = true;
    box.parentElement.querySelector("[data-chart-table]").open = true;
  }

  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      observer.unobserve(entry.target);
      loadLibrary().then((echarts) => draw(echarts, entry.target)).catch(() => showTable(entry.target));
    }
  }, { rootMargin: "200px" });
  const observe = (root) => root.querySelectorAll("[data-chart]:not([data-drawn])").forEach((box) => observer.observe(box));
  observe(document);
  document.addEventListener("htmx:load", (event) => observe(event.target));
})();
