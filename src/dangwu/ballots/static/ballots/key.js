/* A teller's key: made here, kept by the teller; only the public half is sent. */
(function () {
  "use strict";

  var tools = window.ballots;
  var data = tools.data();
  var form = document.getElementById("key-form");
  if (!data || !form) { return; }
  var pair = null;

  function make() {
    tools.sodiumReady().then(function (sodium) {
      pair = sodium.crypto_box_keypair();
      document.getElementById("code").textContent = tools.grouped(sodium.to_hex(pair.privateKey));
      document.getElementById("kept").hidden = false;
      document.getElementById("submit-key").disabled = true;
      tools.say("key-message", "密钥已生成，还没有提交。请先保存，再核对。");
    }).catch(function () {
      tools.say("key-message", "这个浏览器不能生成密钥，请换一个较新的浏览器。", true);
    });
  }

  function save() {
    tools.sodiumReady().then(function (sodium) {
      tools.saveFile("teller-key-" + data.number + ".json", JSON.stringify({
        kind: "dangwu-teller-key-1", ballot: data.ballot, title: data.title, teller: data.name,
        public: sodium.to_hex(pair.publicKey), secret: sodium.to_hex(pair.privateKey)
      }, null, 1), "application/json");
    });
  }

  function check() {
    var file = document.getElementById("check-file").files[0];
    var typed = document.getElementById("check-code").value;
    Promise.all([tools.sodiumReady(), tools.chosenText(file, typed)]).then(function (found) {
      var sodium = found[0];
      var secret = tools.readSecret(sodium, found[1]);
      var same = secret && pair && sodium.to_hex(secret) === sodium.to_hex(pair.privateKey);
      document.getElementById("submit-key").disabled = !same;
      form.elements.public_key.value = same ? sodium.to_hex(pair.publicKey) : "";
      tools.say("key-message", same ? "核对无误，可以提交公钥。" : "与刚生成的密钥不同。请选刚保存的文件，或者照打印的字逐组输入。", !same);
    });
  }

  document.getElementById("make").addEventListener("click", make);
  document.getElementById("save").addEventListener("click", save);
  document.getElementById("check").addEventListener("click", check);
  document.getElementById("check-file").addEventListener("change", check);
})();
