/**
 * The validators that a field path can lead to. As in the backend's `can_contain_field`, it passes through objects,
 * unions and v.any(), never through arrays and records. Through v.any() it leads to v.any().
 */
export function reachable(validator, path) {
  if (validator.type === "union") return validator.value.flatMap((member) => reachable(member, path));
  if (path.length === 0 || validator.type === "any") return [validator];
  if (validator.type !== "object") return [];
  const [first, ...rest] = path;
  const field = Object.hasOwn(validator.value, first) ? validator.value[first] : undefined;
  return field === undefined ? [] : reachable(field.fieldType, rest);
}

/** A field path's components; the backend ignores dots at the ends. */
export const parts = (path) => path.replace(/^\.+|\.+$/g, "").split(".");
