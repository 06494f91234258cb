/**
 * WeChat's button for allowing notices. Only WeChat knows the tag, and only after its script was configured with
 * our signature; until then, and everywhere else, the words of the page say how notices are allowed.
 */
(function () {
    "use strict";
    const place = document.getElementById("subscribe");
    if (!place || !place.dataset.templates || !/MicroMessenger/i.test(navigator.userAgent)) return;
    const told = place.dataset;
    const said = document.getElementById("subscribed");

    function button() {
        const tag = document.createElement("wx-open-subscribe");
        tag.setAttribute("template", told.templates);
        tag.className = "subscribe__tag";
        const slot = document.createElement("script");
        slot.type = "text/wxtag-template";
        slot.textContent = '<div style="height:3rem;border-radius:0.5rem;background:#0a6847;color:#fff;font-size:1.1rem;line-height:3rem;text-align:center">允许发送办理通知</div>';
        tag.append(slot);
        tag.addEventListener("success", function (event) {
            let answers = {};
            try {
                answers = JSON.parse(event.detail.subscribeDetails);
            } catch {
                answers = {};
            }
            const allowed = Object.values(answers).some((one) => one === "accept" || /"accept"/.test(String(one)));
            said.textContent = allowed ? "好的，有进展会发通知给您。" : "没有允许，不会发通知。想要的时候随时再来。";
        });
        tag.addEventListener("error", function () {
            said.textContent = "现在没有办成。请看下面的办法，或者过一会儿再试。";
        });
        return tag;
    }

    const sdk = document.createElement("script");
    sdk.src = told.sdk;
    sdk.addEventListener("load", async function () {
        try {
            const page = location.href.split("#")[0];
            const answer = await fetch(`${told.config}?url=${encodeURIComponent(page)}`, { credentials: "omit" });
            if (!answer.ok || !window.wx) return;
            window.wx.config({ ...(await answer.json()), debug: false, jsApiList: [], openTagList: ["wx-open-subscribe"] });
            window.wx.ready(function () {
                place.append(button());
                place.hidden = false;
                document.getElementById("outside").hidden = true;
            });
            window.wx.error(function () { place.hidden = true; });
        } catch {
            // Without a network or a ticket the words of the page remain.
        }
    });
    document.head.append(sdk);
})();
