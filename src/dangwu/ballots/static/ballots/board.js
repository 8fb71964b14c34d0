/* Looking for one's own tracker or envelope: in this browser only, nothing is sent. */
(function () {
  "use strict";

  var field = document.getElementById("find");
  if (!field) { return; }

  function look() {
    var wanted = field.value.replace(/\s/g, "").toLowerCase();
    var hits = 0;
    document.querySelectorAll("[data-find]").forEach(function (row) {
      var here = !wanted || row.dataset.find.replace(/\s/g, "").indexOf(wanted) >= 0;
      row.hidden = !here;
      hits += wanted && here ? 1 : 0;
    });
    document.getElementById("found").textContent = wanted ? "找到 " + hits + " 条。" : "";
  }

  field.addEventListener("input", look);
})();
