// Import `mutation` and `internalMutation` from here instead of "./_generated/server": their `ctx.db`
// enforces constraints.ts. Nothing else changes.
import type {
  ArgsArrayForOptionalValidator,
  ArgsArrayToObject,
  DefaultArgsForOptionalValidator,
  FunctionVisibility,
  RegisteredMutation,
  RegisteredQuery,
  ReturnValueForOptionalValidator,
} from "convex/server";
import type { PropertyValidators, Validator } from "convex/values";
import {
  internalMutation as plainInternalMutation,
  mutation as plainMutation,
  type MutationCtx,
} from "./_generated/server";
import { enforce, type EnforcedWriter } from "./enforce";

/** What a mutation's handler gets. */
export type EnforcedCtx = Omit<MutationCtx, "db"> & { db: EnforcedWriter };

type Shape = PropertyValidators | Validator<unknown, "required", string> | void;

/** `mutation` as Convex types it, with another `ctx`. */
export type MutationBuilder<Ctx, Visibility extends FunctionVisibility> = <
  Args extends Shape,
  Returns extends Shape,
  Value extends ReturnValueForOptionalValidator<Returns> =
    ReturnValueForOptionalValidator<Returns>,
  Given extends ArgsArrayForOptionalValidator<Args> =
    DefaultArgsForOptionalValidator<Args>,
>(
  definition: Definition<Ctx, Args, Returns, Value, Given>,
) => RegisteredMutation<Visibility, ArgsArrayToObject<Given>, Value>;

/** `query` as Convex types it, with another `ctx`. */
export type QueryBuilder<Ctx, Visibility extends FunctionVisibility> = <
  Args extends Shape,
  Returns extends Shape,
  Value extends ReturnValueForOptionalValidator<Returns> =
    ReturnValueForOptionalValidator<Returns>,
  Given extends ArgsArrayForOptionalValidator<Args> =
    DefaultArgsForOptionalValidator<Args>,
>(
  definition: Definition<Ctx, Args, Returns, Value, Given>,
) => RegisteredQuery<Visibility, ArgsArrayToObject<Given>, Value>;

type Definition<Ctx, Args, Returns, Value, Given extends readonly unknown[]> =
  | {
      args?: Args;
      returns?: Returns;
      handler: (ctx: Ctx, ...args: Given) => Value;
    }
  | ((ctx: Ctx, ...args: Given) => Value);

type Handler = (ctx: unknown, ...args: unknown[]) => unknown;

/** A builder whose handlers get what `made` makes of their `ctx`. */
export function building<Builder, Ctx>(
  plain: unknown,
  made: (ctx: Ctx) => unknown,
): Builder {
  const build = plain as (definition: object) => unknown;
  const wrapped =
    (handler: Handler): Handler =>
    async (ctx, ...args) =>
      await handler(await made(ctx as Ctx), ...args);
  const builder = (definition: Handler | { handler: Handler }) =>
    typeof definition === "function"
      ? build(wrapped(definition))
      : build({ ...definition, handler: wrapped(definition.handler) });
  return builder as unknown as Builder;
}

const enforced = (ctx: MutationCtx): EnforcedCtx => ({
  ...ctx,
  db: enforce(ctx.db, ctx.meta),
});

export const mutation = building<
  MutationBuilder<EnforcedCtx, "public">,
  MutationCtx
>(plainMutation, enforced);

export const internalMutation = building<
  MutationBuilder<EnforcedCtx, "internal">,
  MutationCtx
>(plainInternalMutation, enforced);
