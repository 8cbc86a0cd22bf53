(function () {
  var html = document.documentElement;
  html.classList.add("js");
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") html.classList.add(theme);
    else if (matchMedia("(prefers-color-scheme: dark)").matches) html.classList.add("dark");
  } catch (error) {}
})();
