export { openOnly as again } from "./filters";
export * from "./nothing";
