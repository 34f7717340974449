// What pages do besides, where scripts run: without it everything can be read and asked too.

// A choice is shown as soon as it is made.
for (const form of document.querySelectorAll("form.choose")) {
  for (const each of form.querySelectorAll("select")) {
    each.addEventListener("change", () => form.requestSubmit());
  }
}

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Files are dropped where they can be chosen; what was chosen is said.
for (const place of document.querySelectorAll("[data-drop]")) {
  const input = place.querySelector("input[type=file]");
  const said = place.querySelector(".chosen");
  const over = (is) => place.classList.toggle("over", is);
  const say = () => {
    const names = [...input.files].map((each) => each.name).join(", ");
    said.textContent = names && place.dataset.chosen.replace("%", () => names);
  };
  input.addEventListener("change", say);
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  place.addEventListener("dragleave", () => over(false));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    input.files = event.dataTransfer.files;
    say();
  });
}

// What takes a while says so, for as long as it does.
for (const form of document.querySelectorAll("form[data-waits]")) {
  const shown = document.createElement("p");
  shown.className = "waits";
  shown.setAttribute("role", "status");
  form.append(shown);
  form.addEventListener("submit", () => {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", form.dataset.waits);
    shown.replaceChildren(bar, form.dataset.waits);
  });
  addEventListener("pageshow", () => shown.replaceChildren());
}

// How far work is shows by itself, and in the end what it came to.
for (const shown of document.querySelectorAll("[data-work]")) {
  const bar = shown.querySelector("progress");
  const look = async () => {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-work]");
      if (!fresh) return location.reload();
      for (const part of ["[role=status]", ".far"]) {
        const [there, now] = [shown, fresh].map((each) => each.querySelector(part));
        if (there.textContent !== now.textContent) there.textContent = now.textContent;
      }
      const far = fresh.querySelector("progress");
      if (far.hasAttribute("value")) [bar.max, bar.value] = [far.max, far.value];
      shown.dataset.work = fresh.dataset.work;
    } catch {
      // The service is away for a moment: the work is not lost with it.
    }
    setTimeout(look, 1000 * shown.dataset.work);
  };
  setTimeout(look, 1000 * shown.dataset.work);
}
