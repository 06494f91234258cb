/**
 * The form of a tip made comfortable: a photo is shown and sent as soon as it is chosen, the place is asked of
 * the phone, what was typed is saved now and then. Without this script the form works as it stands.
 */
(function () {
    "use strict";
    const form = document.querySelector("form.tip");
    if (!form) return;
    const told = form.dataset;
    const byId = (name) => document.getElementById(name);
    const token = () => form.elements.csrf_token.value;
    const counts = { photo: 0, video: 0 };
    let waiting = Promise.resolve();
    let busy = 0;
    document.documentElement.classList.add("scripted");

    function element(name, className, text) {
        const made = document.createElement(name);
        if (className) made.className = className;
        if (text) made.textContent = text;
        return made;
    }

    function send(file, item, bar, words) {
        return new Promise(function (done) {
            const request = new XMLHttpRequest();
            request.open("POST", told.file);
            request.setRequestHeader("X-CSRF-Token", token());
            request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
            request.upload.addEventListener("progress", function (event) {
                if (event.lengthComputable) bar.value = event.loaded / event.total;
            });
            request.addEventListener("loadend", function () {
                let answer = {};
                try {
                    answer = JSON.parse(request.responseText);
                } catch {
                    answer = {};
                }
                bar.remove();
                if (request.status === 200) {
                    words.textContent = "已收到";
                    if (answer.name) item.append(dropper(answer.name, file, item));
                    if (answer.place) offer(answer.place);
                } else {
                    item.classList.add("shot_bad");
                    words.textContent = answer.words || "没有传上去，请检查网络后重新选这一张。";
                    counts[file.type.startsWith("video/") ? "video" : "photo"] -= 1;
                }
                done();
            });
            request.send(file);
        });
    }

    function dropper(name, file, item) {
        const button = element("button", "shot__drop", "删掉");
        button.type = "button";
        button.setAttribute("aria-label", `删掉${file.type.startsWith("video/") ? "这段视频" : "这张照片"}`);
        button.addEventListener("click", async function () {
            button.disabled = true;
            const body = new FormData(form);
            body.delete("files");
            body.set("drop", name);
            try {
                const answer = await fetch(told.drop, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" } });
                if (!answer.ok) throw new Error("not dropped");
                counts[file.type.startsWith("video/") ? "video" : "photo"] -= 1;
                item.remove();
            } catch {
                button.disabled = false;
                button.textContent = "没有删掉，再点一次";
            }
        });
        return button;
    }

    function take(file) {
        const kind = file.type.startsWith("video/") ? "video" : "photo";
        const item = element("li", "shot");
        const words = element("span", "shot__words", "正在上传");
        if (kind === "photo") {
            const image = element("img");
            image.alt = "您选的照片";
            image.src = URL.createObjectURL(file);
            image.addEventListener("load", () => URL.revokeObjectURL(image.src));
            item.append(image);
        } else {
            item.append(element("span", "shot__film", "视频"));
        }
        item.append(words);
        byId("shots").append(item);
        const most = Number(kind === "photo" ? told.photos : told.videos);
        if (counts[kind] >= most || file.size > Number(told.megabytes) * 1024 * 1024) {
            item.classList.add("shot_bad");
            words.textContent = counts[kind] >= most ? `最多${most}${kind === "photo" ? "张照片" : "段视频"}，这一个没有收。` : `超过${told.megabytes}MB，请压缩后再选。`;
            return;
        }
        counts[kind] += 1;
        const bar = element("progress");
        bar.max = 1;
        bar.value = 0;
        item.append(bar);
        busy += 1;
        waiting = waiting.then(() => send(file, item, bar, words)).then(() => { busy -= 1; });
    }

    byId("files").addEventListener("change", function (event) {
        [...event.target.files].forEach(take);
        // Sent already: the form must not carry them once more.
        event.target.value = "";
    });

    let saving = 0;
    async function save() {
        const body = new FormData(form);
        body.delete("files");
        try {
            const answer = await fetch(told.save, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" } });
            if (!answer.ok) throw new Error("not saved");
            byId("autosaved").textContent = "草稿已存好，7天内回来可以接着填。";
            if (byId("known")) byId("known").hidden = !(await answer.json()).known;
        } catch {
            byId("autosaved").textContent = navigator.onLine ? "草稿这次没有存上，您填的还在这一页。" : "现在没有网络，草稿没有存上。";
        }
    }
    function saveSoon() {
        clearTimeout(saving);
        saving = setTimeout(save, 2500);
    }
    function differs(field) {
        if (["hidden", "file", "submit"].includes(field.type)) return false;
        if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
        return "defaultValue" in field && field.value !== field.defaultValue;
    }
    form.addEventListener("input", (event) => { if (event.target.type !== "file") saveSoon(); });
    // Typed before this script had come, or put back by the browser.
    if ([...form.elements].some(differs)) saveSoon();

    function point(latitude, longitude, words) {
        byId("latitude").value = latitude.toFixed(6);
        byId("longitude").value = longitude.toFixed(6);
        byId("point-words").textContent = words;
        byId("no-point").hidden = false;
        saveSoon();
    }

    function offer(place) {
        byId("photo-place").hidden = false;
        byId("use-photo-place").onclick = function () {
            point(place[0], place[1], "已记下照片里的位置");
            byId("photo-place").hidden = true;
        };
        byId("not-photo-place").onclick = () => { byId("photo-place").hidden = true; };
    }

    if (navigator.geolocation && window.isSecureContext) byId("point").hidden = false;
    if (byId("latitude").value) {
        byId("point").hidden = false;
        byId("point-words").textContent = "已记下一个位置";
        byId("no-point").hidden = false;
    }
    byId("here").addEventListener("click", function () {
        byId("point-words").textContent = "正在找位置…";
        navigator.geolocation.getCurrentPosition(
            (found) => point(found.coords.latitude, found.coords.longitude, `已记下位置（误差约${Math.round(found.coords.accuracy)}米）`),
            () => { byId("point-words").textContent = "没有找到位置，请用文字写地点。"; },
            { enableHighAccuracy: true, timeout: 15000 },
        );
    });
    byId("no-point").addEventListener("click", function () {
        byId("latitude").value = "";
        byId("longitude").value = "";
        byId("point-words").textContent = "";
        byId("no-point").hidden = true;
        saveSoon();
    });

    let sent = false;
    form.addEventListener("submit", function (event) {
        if (event.submitter && event.submitter.name === "drop") {
            clearTimeout(saving);
            return;
        }
        if (sent) {
            event.preventDefault();
            return;
        }
        if (busy > 0) {
            event.preventDefault();
            byId("autosaved").textContent = "照片还在上传，传完就提交。";
            waiting.then(() => form.requestSubmit(event.submitter));
            return;
        }
        clearTimeout(saving);
        sent = true;
        setTimeout(() => { byId("send").disabled = true; byId("save").disabled = true; }, 0);
    });
    window.addEventListener("pageshow", function () {
        sent = false;
        byId("send").disabled = false;
        byId("save").disabled = false;
    });
})();
