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
