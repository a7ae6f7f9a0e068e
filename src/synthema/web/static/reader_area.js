// An area of a page by keys: a frame that arrows move and, with Shift, resize; Enter selects it, Escape drops it.

const STEP = 1000, FINE = 100;  // hundredths of a point
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function areas(desk) {
  const { surface, selection, texts } = desk;
  let frame = null, sheet = null;

  /** A frame in the middle of what is seen of the page in view. */
  function begin() {
    if (desk.view !== "pages") return;
    sheet = desk.pane.inView;
    const face = sheet.face.getBoundingClientRect(), view = surface.getBoundingClientRect();
    const top = Math.max(0, view.top - face.top) / sheet.scale, bottom = Math.min(face.height, view.bottom - face.top) / sheet.scale;
    const high = bottom - top;
    frame = { page: sheet.n, left: sheet.width / 4, top: top + high / 4, right: sheet.width * 3 / 4, bottom: bottom - high / 4 };
    for (const side of ["left", "top", "right", "bottom"]) frame[side] = Math.round(frame[side]);
    desk.focus();
    show();
    desk.aloud(`${desk.pageWords(sheet)}. ${texts.area_keys}`);
  }

  const show = () => selection.paintRegions(sheet, frame);

  function end(keep) {
    const made = frame, of = sheet;
    frame = sheet = null;
    selection.paintRegions(of);
    if (keep) selection.settle(selection.ranges, [...selection.regions, made]);
  }

  function change([across, down], resize, step) {
    const [x, y] = [across * step, down * step];
    if (resize) {
      frame.right = Math.min(sheet.width, Math.max(frame.left + STEP, frame.right + x));
      frame.bottom = Math.min(sheet.height, Math.max(frame.top + STEP, frame.bottom + y));
    } else {
      const dx = Math.min(sheet.width - frame.right, Math.max(-frame.left, x)), dy = Math.min(sheet.height - frame.bottom, Math.max(-frame.top, y));
      Object.assign(frame, { left: frame.left + dx, right: frame.right + dx, top: frame.top + dy, bottom: frame.bottom + dy });
    }
    show();
    desk.pane.bringIntoView(sheet, { left: frame.left, top: frame.top, width: frame.right - frame.left, height: frame.bottom - frame.top });
    const percent = (part, whole) => Math.round(100 * part / whole);
    desk.murmur(texts.area_at.replace("{left}", percent(frame.left, sheet.width)).replace("{top}", percent(frame.top, sheet.height))
      .replace("{wide}", percent(frame.right - frame.left, sheet.width)).replace("{high}", percent(frame.bottom - frame.top, sheet.height)));
  }

  surface.addEventListener("keydown", (event) => {
    if (!frame) return;
    if (event.key in WAYS) change(WAYS[event.key], event.shiftKey, event.ctrlKey || event.metaKey ? FINE : STEP);
    else if (event.key === "Enter" || event.key === "Escape") end(event.key === "Enter");
    else if (event.key.length > 1) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  for (const name of ["pointerdown", "view"]) surface.addEventListener(name, () => frame && end(false));
  desk.root.querySelector("#area-begin")?.addEventListener("click", begin);
}
