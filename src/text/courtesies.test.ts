import assert from 'node:assert/strict';
import { it } from 'node:test';
import { courtesies } from './courtesies.ts';

function withoutCourtesies(text: string): string {
  let rest = text;
  for (const { start, end } of courtesies(text).reverse()) rest = rest.slice(0, start) + rest.slice(end);
  return rest.replace(/[\s,.!?]+/g, ' ').trim();
}

it('courtesies() are greetings, requests and thanks around a question', () => {
  const questions = {
    'Hello, could you please tell me how to sort a list? Thanks in advance': 'how to sort a list',
    'Hi all! Can somebody explain to me what a closure is': 'what a closure is',
    "I'd like to know whether a file exists": 'whether a file exists',
    'Здравствуйте, подскажите, пожалуйста, как создать таблицу? Заранее спасибо': 'как создать таблицу',
    'Добрый день! Хотелось бы узнать, где хранится пароль': 'где хранится пароль',
    'Доброго дня, підкажіть, будь ласка, як створити таблицю': 'як створити таблицю',
  };
  for (const [typed, question] of Object.entries(questions)) assert.equal(withoutCourtesies(typed), question);
});

it('courtesies() are no subjects that are called with the same words', () => {
  const subjects = [
    'hello world',
    'explain analyze',
    'help command',
    'like operator',
    'say hi',
    'what is please',
    'привет мир',
    'Hello, world!',
    'Привет, мир',
  ];
  for (const text of subjects) assert.deepEqual(courtesies(text), [], text);
});
