// The usual renderer of JSON Schema forms, on a page of its own: window.draw(schema), then window.sent and window.refused.
import Form from "@rjsf/core";
import { customizeValidator } from "@rjsf/validator-ajv8";
import Ajv2020 from "ajv/dist/2020";
import { createRoot } from "react-dom/client";

const validator = customizeValidator({ AjvClass: Ajv2020, customFormats: { phone: /./ } });

window.draw = (schema) => {
  window.sent = window.refused = null;
  const { $schema, ...form } = schema;
  createRoot(document.body.appendChild(document.createElement("main"))).render(
    <Form
      schema={form}
      validator={validator}
      uiSchema={{ "ui:order": schema["x-order"], ...widgets(schema) }}
      experimental_defaultFormStateBehavior={{ constAsDefaults: "never" }}
      noHtml5Validate
      onSubmit={({ formData }) => { window.sent = formData; }}
      onError={(errors) => { window.refused = errors.map((error) => error.property); }}
    />,
  );
};

function widgets(schema) {
  const hints = Object.entries(schema.properties).filter(([, field]) => ["radio", "textarea"].includes(field["x-widget"]));
  return Object.fromEntries(hints.map(([name, field]) => [name, { "ui:widget": field["x-widget"] }]));
}
