/* The voter's page: fill in, review, seal in this browser, send, keep the receipt.
   The sealed envelope stays in this tab until its answer came, so that a crash sends the same one. */
(function () {
  "use strict";

  var tools = window.ballots;
  var data = tools.data();
  var form = document.getElementById("ballot-form");
  if (!data) { return; }
  var slot = "dangwu-ballot-" + data.ballot;
  var MARKS = { yes: "y", no: "n", abstain: "a" };
  var WORDS = { y: "赞成", n: "不赞成", a: "弃权" };

  function show(id) {
    ["fill", "review", "sending", "receipt"].forEach(function (name) {
      document.getElementById(name).hidden = name !== id;
    });
    document.getElementById(id).querySelector("h2").focus();
  }

  function clean(name) {
    return (name.normalize ? name.normalize("NFC") : name).replace(/\s/g, "");
  }

  function answer(name) {
    var chosen = form.querySelector("input[name='" + name + "']:checked");
    return chosen ? chosen.value : "";
  }

  function written(place) {
    var found = [];
    form.querySelectorAll("[data-other='" + place + "']").forEach(function (field) {
      var name = clean(field.value);
      if (name) { found.push(name); }
    });
    return found;
  }

  function choiceOf(contest, place) {
    if (contest.kind === "question") { return answer("c" + place); }
    var marks = contest.candidates.map(function (name, row) {
      return MARKS[answer("c" + place + "_" + row)] || "";
    }).join("");
    return { marks: marks, others: written(place) };
  }

  function missing(contest, choice) {
    if (contest.kind === "question") { return !choice; }
    return choice.marks.length < contest.candidates.length;
  }

  function count(marks, mark) {
    return marks.split(mark).length - 1;
  }

  function warning(contest, choice) {
    if (contest.kind === "question") { return ""; }
    var named = count(choice.marks, "y") + choice.others.length;
    if (named > contest.seats) {
      return "所选 " + named + " 人，多于应选 " + contest.seats + " 人：这样投，这一项是无效票。";
    }
    if (choice.others.length > count(choice.marks, "n")) {
      return "另选他人不能多于不赞成的人数：这样投，这一项是无效票。";
    }
    var twice = choice.others.some(function (name, place) {
      return choice.others.indexOf(name) !== place || contest.candidates.indexOf(name) >= 0;
    });
    return twice ? "另选的人重复，或者已是候选人：这样投，这一项是无效票。" : "";
  }

  function line(list, text) {
    var item = document.createElement("li");
    item.textContent = text;
    list.appendChild(item);
  }

  function describe(contest, choice) {
    var box = document.createElement("div");
    box.className = "mb-3";
    var title = document.createElement("h3");
    title.textContent = contest.title;
    box.appendChild(title);
    var list = document.createElement("ul");
    if (contest.kind === "question") {
      contest.options.forEach(function (option) {
        if (option.code === choice) { line(list, option.label); }
      });
    } else {
      contest.candidates.forEach(function (name, row) {
        line(list, name + "：" + WORDS[choice.marks[row]]);
      });
      choice.others.forEach(function (name) { line(list, "另选：" + name); });
    }
    box.appendChild(list);
    var bad = warning(contest, choice);
    if (bad) {
      var notice = document.createElement("p");
      notice.className = "notice notice-error";
      notice.setAttribute("role", "alert");
      notice.textContent = bad;
      box.appendChild(notice);
    }
    return box;
  }

  function choices() {
    return data.contests.map(choiceOf);
  }

  function review(event) {
    event.preventDefault();
    var found = choices();
    var open = data.contests.filter(function (contest, place) {
      return missing(contest, found[place]);
    });
    if (open.length) {
      tools.say("fill-message", "还没有填完：" + open.map(function (c) { return c.title; }).join("、") + "。每一项都要选，不想表态的请选弃权。", true);
      return;
    }
    tools.say("fill-message", "");
    var box = document.getElementById("review-choices");
    box.textContent = "";
    data.contests.forEach(function (contest, place) {
      box.appendChild(describe(contest, found[place]));
    });
    show("review");
  }

  function sealed(sodium) {
    var tracker = sodium.to_hex(sodium.randombytes_buf(16));
    var plain = tools.padded(sodium, {
      v: 1, ballot: data.ballot, manifest: data.manifest, tracker: tracker, choices: choices()
    }, data.length);
    return { tracker: tracker, envelope: sodium.to_base64(tools.sealTo(sodium, data.keys, plain)) };
  }

  function keep(pending) {
    try { window.sessionStorage.setItem(slot, JSON.stringify(pending)); } catch (error) { /* not kept: sent once */ }
  }

  function kept() {
    try { return JSON.parse(window.sessionStorage.getItem(slot) || "null"); } catch (error) { return null; }
  }

  function forget() {
    try { window.sessionStorage.removeItem(slot); } catch (error) { /* nothing was kept */ }
  }

  function vote() {
    tools.sodiumReady().then(function (sodium) {
      var pending = sealed(sodium);
      keep(pending);
      send(sodium, pending);
    }).catch(function () {
      tools.say("review-message", "这个浏览器不能加密选票，没有投出。请换一个较新的浏览器，或者到会场投票。", true);
    });
  }

  function send(sodium, pending) {
    show("sending");
    document.getElementById("again").hidden = true;
    tools.say("sending-message", "正在发送……");
    window.fetch(data.cast, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": tools.token(), "Content-Type": "application/octet-stream" },
      body: sodium.from_base64(pending.envelope)
    }).then(function (response) {
      if (response.status >= 500) { throw new Error("no answer"); }
      return response.json().then(function (told) { arrived(sodium, pending, told); });
    }).catch(function () { unanswered(sodium, pending); });
  }

  function unanswered(sodium, pending) {
    tools.say("sending-message", "没有收到回答，不知道选票是否收下。请再发送：发出的是同一张选票，不会重复计票。不要关闭本页。", true);
    var button = document.getElementById("again");
    button.hidden = false;
    button.onclick = function () { send(sodium, pending); };
  }

  function arrived(sodium, pending, told) {
    if (told.refused) {
      forget();
      tools.say("sending-message", told.refused, true);
      return;
    }
    var message = tools.receiptMessage(sodium, data.ballot, data.manifest, told.envelope);
    var own = sodium.to_hex(sodium.crypto_hash_sha256 ? sodium.crypto_hash_sha256(sodium.from_base64(pending.envelope)) : new Uint8Array(0));
    var signed = sodium.crypto_sign_verify_detached(
      sodium.from_hex(told.signature), message, sodium.from_hex(data.receipt_key));
    forget();
    receipt(pending, told, signed && (!own || own === told.envelope));
  }

  function receipt(pending, told, good) {
    document.getElementById("tracker").textContent = tools.grouped(pending.tracker);
    document.getElementById("envelope").textContent = tools.grouped(told.envelope);
    document.getElementById("signature").textContent = tools.grouped(told.signature);
    tools.say("receipt-message", good
      ? (told.again ? "这张选票先前已经收到，没有重复计票。" : "选票已收到，回执的签名已核对。")
      : "选票已收到，但回执的签名不对。请保存本页并告诉监票人。", !good);
    document.getElementById("save").onclick = function () { save(pending, told); };
    show("receipt");
  }

  function save(pending, told) {
    var text = [
      "投票回执", data.organisation + "：" + data.title,
      "查询码：" + tools.grouped(pending.tracker),
      "信封摘要：" + told.envelope,
      "封定摘要：" + data.manifest,
      "服务器签名：" + told.signature,
      "票箱封存后，可在公示页查到信封摘要；计票后，可用查询码查到自己的选票。查询码不要给别人看。", ""
    ].join("\n");
    tools.saveFile("ballot-receipt.txt", text, "text/plain;charset=utf-8");
  }

  var pending = kept();
  if (pending) {
    tools.sodiumReady().then(function (sodium) { send(sodium, pending); });
  }
  if (form) {
    form.addEventListener("submit", review);
    form.addEventListener("change", function () { tools.say("fill-message", ""); });
    document.getElementById("back").addEventListener("click", function () { show("fill"); });
    document.getElementById("send").addEventListener("click", function (event) {
      event.target.disabled = true;
      vote();
      window.setTimeout(function () { event.target.disabled = false; }, 3000);
    });
  }
})();
