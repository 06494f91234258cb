/**
 * The way back to the chat by one button, where the browser is WeChat's; elsewhere the words say how.
 */
(function () {
    "use strict";
    const button = document.getElementById("to-chat");
    if (!button || !/MicroMessenger/i.test(navigator.userAgent)) return;
    button.hidden = false;
    button.addEventListener("click", function () {
        if (window.WeixinJSBridge) window.WeixinJSBridge.call("closeWindow");
    });
})();
