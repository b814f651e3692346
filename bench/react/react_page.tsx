/** The same three screens in React, as small as they can be written: a list that is fetched, one letter, a form. */
import { useEffect, useState, type FormEvent } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, Route, Routes, useNavigate, useParams } from 'react-router';

interface Letter {
  id: string;
  from: string;
  month: string;
}

function useLetters(): Letter[] {
  const [letters, setLetters] = useState<Letter[]>([]);
  useEffect(() => {
    void fetch('/api/letters')
      .then((answer) => answer.json() as Promise<Letter[]>)
      .then(setLetters);
  }, []);
  return letters;
}

function Inbox() {
  const letters = useLetters();
  return (
    <table>
      <caption>受信一覧</caption>
      <tbody>
        {letters.map((letter) => (
          <tr key={letter.id}>
            <td>
              <Link to={`/letters/${letter.id}`}>{letter.from}</Link>
            </td>
            <td>{letter.month}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OneLetter() {
  const { id } = useParams();
  const letter = useLetters().find((one) => one.id === id);
  return <h1>{letter ? letter.from : '準備しています。'}</h1>;
}

function SignIn() {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void fetch('/api/session', { method: 'POST', body: JSON.stringify({ name }) }).then(() => navigate('/'));
  };
  return (
    <form onSubmit={submit}>
      <label>
        利用者名 <input value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <button type="submit">ログイン</button>
    </form>
  );
}

createRoot(document.body).render(
  <BrowserRouter>
    <Routes>
      <Route path="/" element={<Inbox />} />
      <Route path="/letters/:id" element={<OneLetter />} />
      <Route path="/login" element={<SignIn />} />
    </Routes>
  </BrowserRouter>,
);
