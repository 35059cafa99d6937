/** Values as Convex's client sends them: what it refuses, and what it loses on the way. */
import { convexToJson, jsonToConvex } from "convex/values";

/** The complaint about the value of a JSON text; null where it arrives as it is. */
export function complaint(text) {
  try {
    const arrived = JSON.stringify(jsonToConvex(convexToJson(JSON.parse(text))));
    return arrived === JSON.stringify(JSON.parse(text)) ? null : `it arrives as ${arrived}`;
  } catch (error) {
    return error.message;
  }
}
