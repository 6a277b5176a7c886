// Passkeys: <form data-passkey="add|use|enter"> asks the browser for a key when it is submitted and sends what the browser
// answers in its field `credential`. What to ask stands in <script type="application/json" id="passkey-options">; `enter`
// fetches it, for it is signed anew each time. Buttons show themselves where the browser knows passkeys.
const known = window.PublicKeyCredential && window.webauthnJSON;

async function asked(form) {
  if (form.dataset.passkey !== "enter") return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
}

// a key that signs in alone has to know its owner by itself, and has to be sure of him
function alone(options, form) {
  const isAlone = form.elements.passwordless?.checked ?? false;
  const selection = options.publicKey.authenticatorSelection;
  selection.residentKey = isAlone ? "required" : "discouraged";
  selection.requireResidentKey = isAlone;
  if (isAlone) selection.userVerification = "required";
  return options;
}

async function answered(form) {
  const options = await asked(form);
  if (form.dataset.passkey === "add") return window.webauthnJSON.create(alone(options, form));
  return window.webauthnJSON.get(options);
}

async function send(event) {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  const failed = form.querySelector("[data-passkey-failed]");
  if (failed) failed.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await answered(form));
    form.submit();
  } catch {
    if (failed) failed.hidden = false; // no key, no finger, or the person thought better of it
  }
}

if (known) {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = false;
  document.addEventListener("submit", send);
}
