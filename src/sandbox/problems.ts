/** HubSpot's error answers (reference `hubspot.md` §10.2). Messages are HubSpot's, because clients parse them. */

export interface ErrorDetail {
  message: string;
  code?: string;
  context?: Record<string, string[]>;
}

interface ProblemFields {
  category?: string;
  subCategory?: string;
  errors?: ErrorDetail[];
  context?: Record<string, string[]>;
}

/** Thrown by anything below a route; the envelope turns it into the answer. */
export class HubSpotProblem extends Error {
  readonly status: 400 | 401 | 404 | 409;
  readonly fields: ProblemFields;

  constructor(status: HubSpotProblem['status'], message: string, fields: ProblemFields = {}) {
    super(message);
    this.status = status;
    this.fields = fields;
  }

  /** The answer's body in HubSpot's order of keys. */
  body(correlationId: string) {
    const { context, errors, category, subCategory } = this.fields;
    return { status: 'error', message: this.message, correlationId, context, errors, category, subCategory };
  }
}

export function validationProblem(message: string, fields: Omit<ProblemFields, 'category'> = {}): HubSpotProblem {
  return new HubSpotProblem(400, message, { ...fields, category: 'VALIDATION_ERROR' });
}

/** One property that was refused. */
export interface PropertyProblem {
  name: string;
  code:
    | 'PROPERTY_DOESNT_EXIST'
    | 'READ_ONLY_VALUE'
    | 'INVALID_EMAIL'
    | 'INVALID_OPTION'
    | 'INVALID_LONG'
    | 'INVALID_DATE'
    | 'CONFLICTING_UNIQUE_VALUE';
  message: string;
}

/** One bad property fails the whole write; all bad ones are listed. */
export function propertyProblems(problems: PropertyProblem[]): HubSpotProblem {
  const details = problems.map(({ name, code, message }) => ({ isValid: false, message, error: code, name }));
  return validationProblem(`Property values were not valid: ${JSON.stringify(details)}`, {
    errors: problems.map(({ name, code, message }) => ({ message, code, context: { propertyName: [name] } })),
  });
}

export function invalidAuthentication(): HubSpotProblem {
  const message =
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview';
  return new HubSpotProblem(401, message, { category: 'INVALID_AUTHENTICATION' });
}

export function notFound(): HubSpotProblem {
  return new HubSpotProblem(404, 'resource not found');
}

/** A numeric id that nothing has: without category. Anything else: HubSpot says what ids look like. */
export function objectNotFound(id: string): HubSpotProblem {
  if (/^[1-9]\d*$/.test(id)) return notFound();
  const message = /^0+$/.test(id) ? 'objectId is usually positive.' : 'objectId are usually numeric.';
  return new HubSpotProblem(404, `Object not found.  ${message}`, {
    context: { id: [id] },
    category: 'OBJECT_NOT_FOUND',
  });
}

/** HubSpot's parser also says where; the sandbox's does not know, and always names the beginning. */
export function badJson(message: string): HubSpotProblem {
  return new HubSpotProblem(400, `Invalid input JSON on line 1, column 1: ${message}`);
}
