"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const PRINTED = ["verdict", "guarantees", "enforcement", "risks", "effort"];
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // ---- colours: system, light, dark ----

  const THEMES = ["system", "light", "dark"];
  const KEY = "prisma-to-convex-theme";
  const themeButton = $("theme");
  let theme = "system";
  const remember = (value) => {
    try {
      if (value === undefined) return localStorage.getItem(KEY);
      localStorage.setItem(KEY, value);
    } catch {
      // A page from a file may have no storage; the choice then lasts as long as the page.
    }
    return null;
  };
  const setTheme = (name) => {
    theme = THEMES.includes(name) ? name : "system";
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    themeButton.lastElementChild.textContent = theme;
  };
  setTheme(remember());
  themeButton.hidden = false;
  themeButton.addEventListener("click", () => {
    setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
    remember(theme);
  });

  // ---- contents: open where there is room; the section that is read is marked ----

  const contents = $("contents");
  const narrow = matchMedia("(max-width: 900px)");
  const fold = () => {
    contents.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener("change", fold);
  contents.addEventListener("click", (event) => {
    if (narrow.matches && event.target.closest("a")) contents.open = false;
  });
  const links = new Map(all("a", contents).map((link) => [link.hash.slice(1), link]));
  const seen = new Set();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) seen.add(entry.target.id);
        else seen.delete(entry.target.id);
      }
      const first = [...links.keys()].find((id) => seen.has(id));
      for (const [id, link] of links) {
        if (id === first) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-10% 0px -70% 0px" },
  );
  all("main > section").forEach((section) => watcher.observe(section));

  // ---- what scrolls sideways can be reached by key ----

  const scrollers = new ResizeObserver((entries) => {
    const wide = entries.map(({ target }) => target.scrollWidth > target.clientWidth);
    entries.forEach(({ target }, at) => {
      if (wide[at]) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    });
  });
  all(".scroll, .rule pre").forEach((element) => scrollers.observe(element));

  // ---- what is folded in a long page comes out of its template when it is opened ----

  const packed = (element) => element.querySelector(":scope > template");
  const unpack = (element) => {
    const template = packed(element);
    if (!template) return;
    const scrolling = all(".scroll, .rule pre", template.content);
    template.replaceWith(template.content);
    for (const one of scrolling) scrollers.observe(one);
  };
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target instanceof HTMLDetailsElement && event.target.open) unpack(event.target);
    },
    true,
  );
  const words = (element) => `${element.textContent} ${packed(element)?.content.textContent ?? ""}`;

  // ---- findings ----

  const form = $("filter");
  const groups = all(".fg").map((element) => ({
    element,
    count: element.querySelector(".count"),
    findings: all(".f", packed(element)?.content ?? element).map((finding) => ({
      element: finding,
      table: element.dataset.table,
      text: null,
      ...finding.dataset,
    })),
  }));
  const reveal = (group) => {
    unpack(group.element);
    group.element.querySelector("h3 > .open")?.remove();
  };
  for (const group of groups) {
    group.element.querySelector("h3 > .open")?.addEventListener("click", () => reveal(group));
  }
  const total = groups.reduce((sum, group) => sum + group.findings.length, 0);
  const FIELDS = ["table", "rule", "follows", "severity", "outcome", "state"];
  const PREFIX = "filter:";
  // Findings that a filter brings out of a long page by itself; the rest of what fits is one click away.
  const MOST = 300;

  const asked = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim() !== ""));

  const show = () => {
    const wanted = asked();
    const fields = FIELDS.filter((name) => wanted.has(name)).map((name) => [name, wanted.get(name)]);
    const sought = (wanted.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (one) => {
      if (!fields.every(([name, value]) => one[name] === value)) return false;
      if (sought.length === 0) return true;
      one.text ??= `${one.table} ${words(one.element)}`.toLowerCase();
      return sought.every((word) => one.text.includes(word));
    };
    let shown = 0;
    for (const group of groups) {
      let here = 0;
      for (const one of group.findings) {
        const is = fits(one);
        if (one.element.hidden === is) one.element.hidden = !is;
        if (is) here += 1;
      }
      group.element.hidden = here === 0;
      if (here > 0 && wanted.size > 0 && shown < MOST) reveal(group);
      group.count.textContent = here.toLocaleString("en");
      shown += here;
    }
    $("shown").textContent = `${shown.toLocaleString("en")} of ${total.toLocaleString("en")} findings`;
    $("none").hidden = shown > 0;
  };

  const fill = (wanted) => {
    form.reset();
    for (const [name, value] of wanted) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    }
    show();
  };

  const write = () => {
    const text = asked().toString();
    history.replaceState(null, "", text ? `#${PREFIX}${text}` : "#findings");
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      show();
      write();
    }, 60);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    setTimeout(() => {
      show();
      write();
    });
  });
  $("unfold").addEventListener("click", (event) => {
    const opens = event.target.textContent === "Open all";
    for (const group of groups) {
      if (opens && !group.element.hidden) reveal(group);
      for (const one of group.findings) if (!one.element.hidden) one.element.open = opens;
    }
    event.target.textContent = opens ? "Close all" : "Open all";
  });
  form.hidden = false;

  // ---- where a link leads ----

  const land = () => {
    let hash = location.hash.slice(1);
    if (hash.startsWith(PREFIX)) {
      fill(new URLSearchParams(hash.slice(PREFIX.length)));
      $("findings").scrollIntoView();
      return;
    }
    try {
      hash = decodeURIComponent(hash);
    } catch {
      return;
    }
    const holder = groups.find((group) => packed(group.element)?.content.getElementById(hash));
    if (holder) reveal(holder);
    const target = hash ? $(hash) : null;
    if (!target) return;
    if (target.classList.contains("f") && target.hidden) fill(new URLSearchParams());
    for (let at = target; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", land);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    if (link.dataset.filter !== undefined) {
      event.preventDefault();
      history.pushState(null, "", `#${PREFIX}${link.dataset.filter}`);
      land();
      $("shown").focus?.();
    } else if (link.getAttribute("href") === location.hash) {
      land();
    }
  });

  // ---- the diagram ----

  const svg = $("erd");
  if (svg) diagram(svg);

  function diagram(svg) {
    const canvas = $("erd-canvas");
    const find = $("erd-find");
    const told = $("erd-told");
    const hint = told.textContent;
    const whole = svg.viewBox.baseVal;
    const size = { width: whole.width, height: whole.height };
    const boxes = all(".bx", svg);
    const lines = all(".ln", svg).map((element) => ({
      element,
      a: Number(element.dataset.a),
      b: Number(element.dataset.b),
    }));
    const around = boxes.map(() => []);
    for (const line of lines) {
      around[line.a].push(line);
      if (line.b !== line.a) around[line.b].push(line);
    }
    const names = boxes.map((box) => box.dataset.name);
    let view = { x: 0, y: 0, width: size.width, height: size.height };
    let held = -1;

    // From afar the names of the groups grow and the fields go.
    const captions = all(".cp", svg).map((element) => ({
      element,
      widest: Number(element.dataset.w) / (0.62 * Math.max(4, element.textContent.length)),
    }));
    let step = 0;
    const draw = () => {
      svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
      const scale = view.width / Math.max(1, canvas.clientWidth);
      const now = Math.round(Math.log2(Math.max(1, scale)) * 4);
      if (now === step) return;
      step = now;
      svg.classList.toggle("afar", scale > 1.9);
      for (const one of captions) {
        one.element.style.fontSize = `${Math.max(12, Math.min(13 * 2 ** (now / 4), one.widest))}px`;
      }
    };
    const fit = () => {
      if (canvas.clientWidth === 0 || canvas.clientHeight === 0) return;
      const pad = 16 + size.height / 100;
      const ratio = canvas.clientWidth / canvas.clientHeight;
      let width = size.width + 2 * pad;
      let height = size.height + 2 * pad;
      if (width / height < ratio) width = height * ratio;
      else height = width / ratio;
      view = { x: (size.width - width) / 2, y: (size.height - height) / 2, width, height };
      draw();
    };
    const zoom = (factor, x = 0.5, y = 0.5) => {
      const width = Math.min(Math.max(view.width * factor, 240), 4 * Math.max(size.width, size.height));
      const scale = width / view.width;
      view.x += view.width * x * (1 - scale);
      view.y += view.height * y * (1 - scale);
      view.width = width;
      view.height *= scale;
      draw();
    };
    const move = (x, y) => {
      view.x += x * view.width;
      view.y += y * view.height;
      draw();
    };
    const centre = (box) => {
      const at = box.getBBox();
      const ratio = canvas.clientHeight / canvas.clientWidth;
      view.width = Math.min(view.width, Math.max(canvas.clientWidth * 1.15, 420));
      view.height = view.width * ratio;
      view.x = at.x + at.width / 2 - view.width / 2;
      view.y = at.y + at.height / 2 - view.height / 2;
      draw();
    };

    // One table, what it refers to and what refers to it stand out.
    const focus = (at) => {
      for (const one of all(".near, .sel", svg)) one.classList.remove("near", "sel");
      svg.classList.toggle("on", at >= 0);
      if (at < 0) {
        told.textContent = hint;
        return;
      }
      boxes[at].classList.add("sel");
      const to = new Set();
      const from = new Set();
      for (const line of around[at]) {
        line.element.classList.add("near");
        boxes[line.a].classList.add("near");
        boxes[line.b].classList.add("near");
        if (line.a === at) to.add(names[line.b]);
        if (line.b === at) from.add(names[line.a]);
      }
      const list = (found) => (found.size > 0 ? [...found].join(", ") : "nothing");
      told.textContent = `${names[at]} refers to ${list(to)}; referred to from ${list(from)}.`;
    };
    const hold = (at) => {
      held = at;
      focus(at);
    };

    boxes.forEach((box, at) => {
      box.tabIndex = -1;
      box.addEventListener("pointerenter", (event) => {
        if (event.pointerType === "mouse" && held < 0) focus(at);
      });
      box.addEventListener("pointerleave", () => {
        if (held < 0) focus(-1);
      });
    });

    // The first click holds a table, the second follows its link.
    let dragged = false;
    svg.addEventListener("click", (event) => {
      const box = event.target.closest(".bx");
      const at = box ? boxes.indexOf(box) : -1;
      if (dragged || (box && at !== held)) event.preventDefault();
      if (!dragged) hold(at);
      event.stopPropagation();
    });

    find.addEventListener("input", () => {
      const word = find.value.trim().toLowerCase();
      if (!word) {
        hold(-1);
        return;
      }
      const lower = names.map((name) => name.toLowerCase());
      const exact = lower.indexOf(word);
      const start = lower.findIndex((name) => name.startsWith(word));
      const at = exact >= 0 ? exact : start >= 0 ? start : lower.findIndex((name) => name.includes(word));
      hold(at);
      if (at >= 0) centre(boxes[at]);
      else told.textContent = "No table has such a name.";
    });
    find.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && held >= 0 && boxes[held].hasAttribute("href")) {
        location.hash = boxes[held].getAttribute("href");
      }
    });

    $("erd-in").addEventListener("click", () => zoom(0.75));
    $("erd-out").addEventListener("click", () => zoom(1 / 0.75));
    $("erd-fit").addEventListener("click", fit);

    const KEYS = {
      ArrowLeft: () => move(-0.12, 0),
      ArrowRight: () => move(0.12, 0),
      ArrowUp: () => move(0, -0.12),
      ArrowDown: () => move(0, 0.12),
      "+": () => zoom(0.75),
      "=": () => zoom(0.75),
      "-": () => zoom(1 / 0.75),
      0: fit,
      Escape: () => {
        find.value = "";
        hold(-1);
        canvas.blur();
      },
    };
    canvas.addEventListener("keydown", (event) => {
      const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    });

    // The page scrolls over the diagram until it is clicked into, or with Ctrl.
    canvas.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
        event.preventDefault();
        const at = canvas.getBoundingClientRect();
        const step = Math.max(-60, Math.min(60, event.deltaY));
        zoom(Math.exp(step / 240), (event.clientX - at.left) / at.width, (event.clientY - at.top) / at.height);
      },
      { passive: false },
    );

    const pointers = new Map();
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      dragged = false;
      canvas.focus({ preventScroll: true });
    });
    addEventListener("pointermove", (event) => {
      const last = pointers.get(event.pointerId);
      if (!last) return;
      const dx = event.clientX - last.x;
      const dy = event.clientY - last.y;
      if (!dragged && Math.hypot(dx, dy) < 4) return;
      dragged = true;
      const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      if (others.length === 0) {
        move(-dx / canvas.clientWidth, -dy / canvas.clientHeight);
      } else {
        const before = Math.hypot(last.x - others[0].x, last.y - others[0].y);
        const after = Math.hypot(event.clientX - others[0].x, event.clientY - others[0].y);
        const at = canvas.getBoundingClientRect();
        if (after > 0) {
          zoom(before / after, (others[0].x - at.left) / at.width, (others[0].y - at.top) / at.height);
        }
      }
      last.x = event.clientX;
      last.y = event.clientY;
    });
    for (const name of ["pointerup", "pointercancel"]) {
      addEventListener(name, (event) => pointers.delete(event.pointerId));
    }

    document.querySelector(".tools").hidden = false;
    $("diagram").classList.add("live");
    fit();
    new ResizeObserver(fit).observe(canvas);
    addEventListener("beforeprint", fit);
  }

  // ---- print: from the verdict to the effort, or all of it; folded parts are open, and then as they were ----

  const printButton = $("print");
  printButton.hidden = false;
  printButton.addEventListener("click", () => {
    document.documentElement.dataset.print = "all";
    print();
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    const isWhole = document.documentElement.dataset.print === "all";
    if (isWhole) groups.forEach(reveal);
    const shown = isWhole ? document : $("verdict").parentElement;
    const parts = isWhole ? ["details:not([open])"] : PRINTED.map((id) => `#${id} details:not([open])`);
    closed = all(parts.join(", "), shown);
    for (const one of closed) {
      unpack(one);
      one.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
    delete document.documentElement.dataset.print;
  });

  show();
  land();
})();
