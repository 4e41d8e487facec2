import { EditForm } from '@elchi/ui';
import { Shown } from './Shown';

const fields = [
  { name: 'name', label: 'Name', rules: { required: true } },
  { name: 'email', label: 'E-mail', kind: 'email', hint: 'A hint below the field.' },
  { name: 'password', label: 'Password', kind: 'password' },
  { name: 'rate', label: 'Requests a second', kind: 'number' },
  { name: 'text', label: 'Text', kind: 'multiline' },
  {
    name: 'type',
    label: 'Type',
    kind: 'select',
    options: [
      { value: 'client', label: 'Client' },
      { value: 'reseller', label: 'Reseller' },
    ],
  },
] as const;
const empty = { name: '', email: '', password: '', rate: '', text: '', type: 'client' };

export function Forms() {
  return (
    <>
      <Shown name="EditForm">
        <EditForm fields={fields} values={empty} submitLabel="Create" onSubmit={async () => {}} />
      </Shown>
      <Shown name="EditForm with values">
        <EditForm
          fields={fields.slice(0, 2)}
          values={{ ...empty, name: 'Hamkor Bank', email: 'aziza@bank.example' }}
          submitLabel="Save"
          onSubmit={async () => {
            throw new Error('no connection');
          }}
        />
      </Shown>
    </>
  );
}
