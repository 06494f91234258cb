/**
 * A title, a summary and a picture for whoever sends this page to a friend inside WeChat. Everywhere else, and
 * whenever anything is missing, nothing happens: the page does not need it.
 */
(function () {
    "use strict";
    const script = document.currentScript;
    if (!script || !/MicroMessenger/i.test(navigator.userAgent)) return;
    const told = script.dataset;

    function card() {
        return { title: told.title, desc: told.summary, link: told.link, imgUrl: told.picture };
    }

    function configure(wx, signed) {
        wx.config({ ...signed, debug: false, jsApiList: ["updateAppMessageShareData", "updateTimelineShareData"] });
        wx.ready(function () {
            wx.updateAppMessageShareData(card());
            wx.updateTimelineShareData(card());
        });
    }

    async function signed() {
        const page = location.href.split("#")[0];
        const answer = await fetch(`${told.config}?url=${encodeURIComponent(page)}`, { credentials: "omit" });
        return answer.ok ? answer.json() : null;
    }

    const sdk = document.createElement("script");
    sdk.src = told.sdk;
    sdk.addEventListener("load", async function () {
        try {
            const configuration = await signed();
            if (configuration && window.wx) configure(window.wx, configuration);
        } catch {
            // Without a network, or without a ticket, WeChat shares the page by its own title.
        }
    });
    document.head.append(sdk);
})();
