/* What the voter's and the tellers' pages share: libsodium, short texts of bytes, key codes. */
(function () {
  "use strict";

  var SEAL = 48;

  function sodiumReady() {
    if (!window.sodium || !window.crypto || !window.crypto.getRandomValues) {
      return Promise.reject(new Error("no cryptography in this browser"));
    }
    return window.sodium.ready.then(function () { return window.sodium; });
  }

  function grouped(text) {
    return (text.match(/.{1,4}/g) || []).join(" ");
  }

  function sealTo(sodium, keys, plain) {
    // The last teller's layer is innermost, the first one's outermost.
    return keys.slice().reverse().reduce(function (inner, key) {
      return sodium.crypto_box_seal(inner, sodium.from_hex(key));
    }, plain);
  }

  function padded(sodium, fields, length) {
    var raw = sodium.from_string(JSON.stringify(fields));
    if (raw.length >= length) { throw new Error("too long"); }
    return sodium.pad(raw, length);
  }

  function receiptMessage(sodium, ballot, manifest, envelope) {
    var canonical = JSON.stringify({ ballot: ballot, envelope: envelope, manifest: manifest });
    return sodium.from_string("dangwu ballot receipt 1\n" + canonical);
  }

  function saveFile(name, text, kind) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function readSecret(sodium, text) {
    // A key file, or the printed code: 64 hexadecimal digits in groups.
    var found = text;
    try { found = JSON.parse(text).secret || ""; } catch (error) { found = text; }
    found = String(found).replace(/[\s-]/g, "").toLowerCase();
    return /^[0-9a-f]{64}$/.test(found) ? sodium.from_hex(found) : null;
  }

  function chosenText(file, typed) {
    if (!file) { return Promise.resolve(typed); }
    return new Promise(function (resolve, reject) {
      var reader = new FileReader();
      reader.onload = function () { resolve(String(reader.result)); };
      reader.onerror = reject;
      reader.readAsText(file);
    });
  }

  function data() {
    var source = document.getElementById("ballot-data");
    return source ? JSON.parse(source.textContent) : null;
  }

  function token() {
    return document.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  function say(id, text, bad) {
    var box = document.getElementById(id);
    box.textContent = text;
    box.className = text ? (bad ? "notice notice-error" : "notice") : "";
    box.hidden = !text;
  }

  window.ballots = {
    SEAL: SEAL, sodiumReady: sodiumReady, grouped: grouped, sealTo: sealTo, padded: padded,
    receiptMessage: receiptMessage, saveFile: saveFile, readSecret: readSecret,
    chosenText: chosenText, data: data, token: token, say: say
  };
})();
