/* Small helpers over htmx. Every page works without this file. */
(function () {
  "use strict";

  document.addEventListener("htmx:beforeOnLoad", function (event) {
    // A refusal answers 422 with the part of the page that explains it: show it.
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  document.addEventListener("submit", function (event) {
    // A double click does nothing twice; the server refuses a second one as well.
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-again")) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 8000);
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print]");
    if (button) { window.print(); }
  });

  document.addEventListener("change", function (event) {
    var field = event.target.closest("[data-submit]");
    if (field && field.form) { field.form.requestSubmit ? field.form.requestSubmit() : field.form.submit(); }
  });

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  function enlarge(option) {
    // The chart's letters and the room for names grow with those of the page: 大字版.
    var letter = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    var size = Math.round(12 * letter);
    option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size };
    option.legend = Object.assign({ textStyle: { fontSize: size } }, option.legend);
    ["xAxis", "yAxis"].forEach(function (name) {
      var axis = option[name];
      if (!axis) { return; }
      axis.axisLabel = Object.assign({}, axis.axisLabel, { fontSize: size });
      if (axis.axisLabel.width) { axis.axisLabel.width = Math.round(axis.axisLabel.width * letter); }
    });
  }

  function draw(box) {
    var source = document.getElementById(box.dataset.chart);
    if (!source || !window.echarts) { return; }
    var option = JSON.parse(source.textContent);
    option.animation = false;
    option.aria = { enabled: true };
    option.tooltip = Object.assign({ renderMode: "richText", trigger: "axis", axisPointer: { type: "shadow" } }, option.tooltip);
    enlarge(option);
    var chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option);
    chart.on("click", function (point) {
      if (point.data && point.data.url) { window.location.href = point.data.url; }
    });
    window.addEventListener("resize", function () { chart.resize(); });
  }

  function drawAll(root) {
    root.querySelectorAll("[data-chart]:not([data-drawn])").forEach(function (box) {
      box.dataset.drawn = "1";
      draw(box);
    });
  }

  document.addEventListener("DOMContentLoaded", function () { drawAll(document); });
  document.addEventListener("htmx:load", function (event) { drawAll(event.detail.elt); });
})();
