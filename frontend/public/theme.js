// Before the first paint: the theme and the language that were chosen on this device.
(() => {
  try {
    const theme = localStorage.getItem("lorntech.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    const locale = localStorage.getItem("lorntech.locale");
    if (locale) document.documentElement.lang = locale;
  } catch {
    // Storage refused: the system's theme and French.
  }
})();
