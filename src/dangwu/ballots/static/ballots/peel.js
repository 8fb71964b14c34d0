/* A teller takes the own layer off every item, shuffles, and hands them back. */
(function () {
  "use strict";

  var tools = window.ballots;
  var data = tools.data();
  var button = document.getElementById("peel");
  if (!data || !button) { return; }
  var bar = document.getElementById("progress");
  var STEP = 50; // items between two looks at the page

  function refuse(text) {
    tools.say("peel-message", text, true);
    button.disabled = false;
  }

  function begin() {
    button.disabled = true;
    tools.say("peel-message", "正在取选票……");
    var file = document.getElementById("key-file").files[0];
    var typed = document.getElementById("key-code").value;
    Promise.all([tools.sodiumReady(), tools.chosenText(file, typed)]).then(function (found) {
      var sodium = found[0];
      var secret = tools.readSecret(sodium, found[1]);
      if (!secret) { refuse("没有读到密钥。请选自己的密钥文件，或者照打印的字逐组输入。"); return null; }
      var own = sodium.crypto_scalarmult_base(secret);
      if (sodium.to_hex(own) !== data.public_key) {
        refuse("这不是您为这次投票生成的密钥。请换成正确的那一个。");
        return null;
      }
      return window.fetch(data.batch, { credentials: "same-origin" }).then(function (response) {
        if (!response.ok) { throw new Error("refused"); }
        return response.arrayBuffer();
      }).then(function (buffer) {
        open(sodium, { secret: secret, own: own }, split(new Uint8Array(buffer)));
      });
    }).catch(function () { refuse("没有取到选票。请刷新页面再试。"); });
  }

  function split(whole) {
    var items = [];
    for (var at = 0; at < whole.length; at += data.bytes) { items.push(whole.slice(at, at + data.bytes)); }
    return items;
  }

  function open(sodium, key, items) {
    var done = [], refused = [], at = 0;
    function some() {
      for (var end = Math.min(at + STEP, items.length); at < end; at += 1) {
        try {
          done.push(sodium.crypto_box_seal_open(items[at], key.own, key.secret));
        } catch (error) {
          refused.push({ digest: sodium.to_hex(sodium.crypto_hash_sha256(items[at])), reason: "不能用本人的密钥打开" });
        }
      }
      bar.max = items.length || 1;
      bar.value = at;
      if (at < items.length) { window.setTimeout(some, 0); return; }
      key.secret.fill(0);
      handBack(shuffled(sodium, done), refused);
    }
    some();
  }

  function shuffled(sodium, items) {
    for (var last = items.length - 1; last > 0; last -= 1) {
      var other = sodium.randombytes_uniform(last + 1);
      var item = items[last];
      items[last] = items[other];
      items[other] = item;
    }
    return items;
  }

  function handBack(items, refused) {
    var body = new FormData();
    body.append("csrfmiddlewaretoken", tools.token());
    body.append("batch", new Blob(items, { type: "application/octet-stream" }), "batch");
    body.append("refused", JSON.stringify(refused));
    tools.say("peel-message", "正在交回 " + items.length + " 张……");
    window.fetch(data.peel, { method: "POST", credentials: "same-origin", body: body }).then(function (response) {
      return response.json();
    }).then(function (told) {
      if (told.refused) { refuse(told.refused); return; }
      document.getElementById("work").hidden = true;
      document.getElementById("after").hidden = false;
      tools.say("peel-message", "已交回 " + items.length + " 张" + (refused.length ? "，" + refused.length + " 张打不开" : "") + "。");
      document.getElementById("after").querySelector("h2").focus();
    }).catch(function () { refuse("没有收到回答。请刷新页面：如果您的一层已经打开，页面会说明。"); });
  }

  button.addEventListener("click", begin);
})();
