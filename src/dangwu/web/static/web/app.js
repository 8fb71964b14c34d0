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

  // A form is sent once: its buttons rest until the answer is there, and the one that was pressed
  // says that it works. The server files nothing twice either.
  var PATIENCE = 30000; // milliseconds; whoever stopped the page may send again

  function buttonsOf(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.type === "submit";
    });
  }

  function rest(form, pressed) {
    buttonsOf(form).forEach(function (button) {
      if (button.disabled) { return; }
      button.disabled = true;
      button.dataset.resting = "1";
    });
    if (!pressed || pressed.tagName !== "BUTTON") { return; }
    pressed.style.minWidth = pressed.offsetWidth + "px";
    pressed.dataset.words = pressed.innerHTML;
    pressed.textContent = "正在办理…";
    pressed.setAttribute("aria-busy", "true");
  }

  function wake(form) {
    window.clearTimeout(Number(form.dataset.sent));
    delete form.dataset.sent;
    buttonsOf(form).forEach(function (button) {
      if (button.dataset.resting) {
        button.disabled = false;
        delete button.dataset.resting;
      }
      if (button.dataset.words === undefined) { return; }
      button.innerHTML = button.dataset.words;
      button.style.minWidth = "";
      button.removeAttribute("aria-busy");
      delete button.dataset.words;
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    // A field may be called "method", so the attribute is read and not the property.
    var method = (form.getAttribute("method") || "get").toLowerCase();
    if (event.defaultPrevented || method !== "post" || form.hasAttribute("data-again")) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    var focused = document.activeElement;
    var pressed = event.submitter || (focused && focused.form === form && focused.type === "submit" ? focused : null);
    form.dataset.sent = String(window.setTimeout(function () { wake(form); }, PATIENCE));
    // Only after the browser has taken the form's values, the pressed button's among them.
    window.setTimeout(function () { rest(form, pressed || buttonsOf(form)[0]); }, 0);
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print]");
    if (button) { window.print(); }
  });

  document.addEventListener("change", function (event) {
    var field = event.target.closest("[data-submit]");
    if (field && field.form) { field.form.requestSubmit ? field.form.requestSubmit() : field.form.submit(); }
  });

  // What is written in one form of a page stays while another form of it is sent: in this tab only.
  function drafts() {
    return Array.prototype.slice.call(document.querySelectorAll("textarea[data-keep]"));
  }

  function restore() {
    drafts().forEach(function (field) {
      var kept = window.sessionStorage.getItem("kept:" + field.dataset.keep);
      if (kept !== null && field.value === field.defaultValue) { field.value = kept; }
    });
  }

  document.addEventListener("input", function (event) {
    var field = event.target;
    if (field.dataset.keep) { window.sessionStorage.setItem("kept:" + field.dataset.keep, field.value); }
  });

  document.addEventListener("submit", function (event) {
    drafts().forEach(function (field) {
      if (field.form === event.target) { window.sessionStorage.removeItem("kept:" + field.dataset.keep); }
    });
  });

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(wake);
  });

  function enlarge(option) {
    // The chart's letters and the room for names grow with those of the page: 大字版.
    var letter = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    var size = Math.round(12 * letter);
    option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size };
    option.legend = Object.assign({ itemWidth: 14, itemGap: 8, textStyle: { fontSize: size } }, option.legend);
    ["xAxis", "yAxis"].forEach(function (name) {
      var axis = option[name];
      if (!axis) { return; }
      axis.axisLabel = Object.assign({}, axis.axisLabel, { fontSize: size });
      if (axis.type === "value") { axis.axisLabel.hideOverlap = true; }
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

  // Whoever works by keyboard goes on after what was said of the act, not from the top again.
  function goOn() {
    var said = document.querySelector("[data-said]");
    if (!said || window.location.hash || document.querySelector("[autofocus]")) { return; }
    said.tabIndex = -1;
    said.focus({ preventScroll: true });
  }

  document.addEventListener("DOMContentLoaded", function () { drawAll(document); restore(); goOn(); });
  document.addEventListener("htmx:load", function (event) { drawAll(event.detail.elt); });
})();
