/* What a kiosk's screens gain by script; without it they stay plain forms.
   Written for old browsers too: what is missing in them is left out. */
(function () {
  "use strict";
  var root = document.documentElement;
  var MODES = ["kn-large", "kn-low"];
  var LOCKED = 400; // ms that a chosen answer is seen before the next screen
  var TOO_LONG = 8000; // ms after which a sending counts as failed

  function stored(mode, value) {
    try {
      if (value === undefined) return sessionStorage.getItem(mode) === "1";
      if (value) sessionStorage.setItem(mode, "1");
      else sessionStorage.removeItem(mode);
    } catch (error) { /* storage switched off: the mode lasts for this screen */ }
    return value;
  }

  MODES.forEach(function (mode) {
    if (stored(mode)) root.classList.add(mode);
  });

  window.addEventListener("pageshow", function (event) {
    // A page kept by the browser would show the former citizen's choices.
    if (event.persisted) location.reload();
  });

  document.addEventListener("DOMContentLoaded", function () {
    var body = document.body;
    var start = body.getAttribute("data-start");
    var idle = Number(body.getAttribute("data-idle"));
    var after = Number(body.getAttribute("data-after"));
    var cover = document.getElementById("masih");
    var failure = document.getElementById("gagal");
    var clicked = null;
    var sending = null;
    var timer = 0;
    var counter = 0;

    function go(url) { location.replace(url); }

    function modes() {
      MODES.forEach(function (mode) {
        if (body.getAttribute("data-screen") === "start") {
          stored(mode, false);
          root.classList.remove(mode);
        }
        var button = document.querySelector("[data-mode=" + mode + "]");
        if (!button) return;
        button.hidden = false;
        button.setAttribute("aria-pressed", String(root.classList.contains(mode)));
        button.addEventListener("click", function () {
          var on = root.classList.toggle(mode);
          stored(mode, on);
          button.setAttribute("aria-pressed", String(on));
        });
      });
    }

    // Nobody there: ask, count down, forget.
    function wait(seconds) {
      clearTimeout(timer);
      if (idle) timer = setTimeout(ask, seconds * 1000);
    }

    function ask() {
      cover.hidden = false;
      count(cover, leave);
      cover.querySelector("button").focus();
    }

    function count(where, done) {
      var figure = where.querySelector("[data-count]");
      var left = Number(figure.getAttribute("data-count"));
      clearInterval(counter);
      figure.textContent = left;
      counter = setInterval(function () {
        left -= 1;
        figure.textContent = left;
        if (left <= 0) {
          clearInterval(counter);
          done();
        }
      }, 1000);
    }

    function leave() {
      var form = document.getElementById("pulang");
      if (!form || !window.fetch) { go(start); return; }
      send(form.action, "idle=1", function () { go(start); }, function () { go(start); });
    }

    function stay(event) {
      cover.hidden = true;
      clearInterval(counter);
      wait(Number(event.currentTarget.getAttribute("data-stay")));
    }

    // Sending, with the screen locked; the browser's history keeps one entry only.
    function send(url, fields, done, failed) {
      var ended = false;
      function once(act) {
        return function (result) {
          if (ended) return;
          ended = true;
          act(result);
        };
      }
      setTimeout(once(failed), TOO_LONG);
      fetch(url, {
        method: "POST",
        body: fields,
        headers: { "Content-Type": "application/x-www-form-urlencoded" }
      }).then(function (answer) {
        if (!answer.ok || !answer.redirected) throw new Error(String(answer.status));
        return answer.url;
      }).then(once(done), once(failed));
    }

    function encoded(form, button) {
      var pairs = [];
      Array.prototype.forEach.call(form.elements, function (field) {
        var box = field.type === "checkbox";
        if (field.name && field.type !== "submit" && (!box || field.checked)) {
          pairs.push(encodeURIComponent(field.name) + "=" + encodeURIComponent(field.value));
        }
      });
      if (button && button.name) pairs.push(button.name + "=" + encodeURIComponent(button.value));
      return pairs.join("&");
    }

    function submit(event) {
      var form = event.target;
      var button = event.submitter || clicked;
      event.preventDefault();
      if (sending) return;
      sending = { url: form.action, fields: encoded(form, button) };
      clearTimeout(timer);
      if (button && button.classList.contains("kn-card")) {
        form.classList.add("is-locked");
        button.classList.add("is-chosen");
      }
      deliver();
    }

    function deliver() {
      var begun = Date.now();
      send(sending.url, sending.fields, function (url) {
        setTimeout(function () { go(url); }, Math.max(0, LOCKED - (Date.now() - begun)));
      }, function () {
        failure.hidden = false;
        timer = setTimeout(function () { go(start); }, 20000);
      });
    }

    modes();
    if (after) {
      timer = setTimeout(function () { go(start); }, after * 1000);
      if (document.querySelector("[data-count]")) count(document, function () {});
    }
    if (idle) {
      wait(idle);
      ["pointerdown", "touchstart", "keydown"].forEach(function (name) {
        document.addEventListener(name, function () {
          if (!sending && cover.hidden) wait(idle);
        }, true);
      });
      Array.prototype.forEach.call(cover.querySelectorAll("[data-stay]"), function (button) {
        button.addEventListener("click", stay);
      });
      failure.querySelector("[data-again]").addEventListener("click", function () {
        clearTimeout(timer);
        failure.hidden = true;
        deliver();
      });
    }
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("a[href]");
      clicked = event.target.closest && event.target.closest("button");
      if (link) {
        event.preventDefault();
        go(link.href);
      }
    });
    if (window.fetch && failure) document.addEventListener("submit", submit);
  });
})();
