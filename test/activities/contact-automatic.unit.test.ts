import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { isAutomatic } from '../../src/activities/contact/automatic.ts';

const headers = (value: object) =>
  JSON.stringify({ from: { email: 'ann@clinic.example', firstName: 'Ann' }, ...value });

const SUBJECTS = defaultPolicy.automaticAnswers.subjects;

describe('an answer', () => {
  it.each([
    { 'Auto-Submitted': 'auto-replied' },
    { 'auto-submitted': 'auto-generated (vacation)' },
    { 'X-Autoreply': 'yes' },
    { 'X-AutoRespond': 'away' },
    { 'X-Auto-Response-Suppress': 'All' },
    { Precedence: 'auto_reply' },
    { precedence: 'BULK' },
    { 'Return-Path': '<>' },
    { 'X-Failed-Recipients': 'a@b.example' },
    { 'Content-Type': 'multipart/report; report-type=delivery-status' },
    { from: { email: 'MAILER-DAEMON@mx.example' } },
    { sender: 'postmaster@mx.example' },
  ])('[T-02] is automatic with %o', (value) => {
    expect(isAutomatic(headers(value), '', SUBJECTS)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'no JSON',
    '[]',
    'null',
    '"Auto-Submitted"',
    headers({}),
    headers({ 'Auto-Submitted': 'no' }),
    headers({ Precedence: 'first-class' }),
    headers({ 'Return-Path': '<ann@clinic.example>' }),
    headers({ 'Content-Type': 'multipart/alternative' }),
    headers({ Subject: 'Auto-Submitted' }),
  ])("[T-02] is a person's with %s", (value) => {
    expect(isAutomatic(value, '', SUBJECTS)).toBe(false);
  });

  it('[T-02] [S-03] is automatic by headers that stand in a field of their own', () => {
    expect(isAutomatic(JSON.stringify({ headers: { 'auto-submitted': 'auto-replied' } }), '', SUBJECTS)).toBe(true);
  });

  it.each([
    'Automatic reply: Out of office',
    'OUT OF OFFICE',
    ' Auto-Reply: away',
    'OOO Re: Our offer',
    'Vacation reply: Our offer',
    'Automatische Antwort: Our offer',
    'Undeliverable: Our offer',
    'Delivery Status Notification (Failure)',
    'Mail delivery failed: returning message to sender',
  ])('[T-02] [S-03] is automatic by the subject %j, without any header', (subject) => {
    expect(isAutomatic(undefined, subject, SUBJECTS)).toBe(true);
  });

  it.each([
    'Accepted: Demo meeting',
    'Vacation plans',
    'Re: Out of office',
    'Our office hours',
    'The automatic reply of your system',
    '',
  ])("[T-02] [S-03] is a person's by the subject %j", (subject) => {
    expect(isAutomatic(undefined, subject, SUBJECTS)).toBe(false);
  });
});
