/**
 * An address that ends in # and a key opens the wall by itself. What stands behind # is never sent to a server
 * or written into its log, and it is taken out of the address before anything else.
 */
(function () {
    "use strict";
    const word = decodeURIComponent(location.hash.slice(1));
    if (!word) return;
    history.replaceState(null, "", location.pathname);
    document.getElementById("key").value = word;
    // A key that was refused is not tried again and again.
    if (!document.querySelector(".refusal")) document.getElementById("open").submit();
})();
