"""The table of commands, as a person reads it: what it does, its name, keys, label in the key bar, help."""

TABLE = """
[anywhere]
show_help        | Help                 | f1 ?            | Help                 | Every key of this screen, and how things work.
safety           | Safety               | f9 ctrl+s !     | Safety               | The safety cards: pauses the clocks, asks nothing, rates nothing.
curtain          | Curtain              | f10 ctrl+k .    | Curtain              | Hide everything behind a neutral screen; the clocks run on.
room_view        | Room view            | f11 =           |                      | Show this window as the group may see it; again, or Esc: back.
lock             | Lock                 | ctrl+l          |                      | Save everything and lock the records; the passphrase opens them again.
command_palette  | All commands         | ctrl+p          | All                  | Find any command by its name.
save_elsewhere   | Save elsewhere       | f12 ctrl+d      |                      | When the disk refuses: keep what is not saved on another disk, sealed.
leave_program    | Quit                 | ctrl+q          |                      | Save everything and leave the program.

[today]
new_session      | New session          | n               | New session          | Plan a session of any group.
groups           | Groups               | g               | Groups               | Groups and their members.
review           | Review               | r               | Review               | Past sessions: list, search, read, finish notes.
topics           | Topics               | t               | Topics               | Read the topic modules.
settings         | Settings             | s               | Settings             | Your name, the colours, what is asked at check-in, locking and backups.
files            | Formats and cards    |                 |                      | Session formats, opening and closing, safety cards, crisis lines, curricula: change them, write your own.
follow_up        | Follow up            | f               | Follow up            | A stay-after from an earlier session.
back_up          | Back up now          | b               |                      | Copy what has changed into the folder for backups, and verify it.
new_passphrase   | Change passphrase    |                 |                      | Another passphrase; the old one opens nothing any more, but for backups made before.
new_code         | New recovery code    |                 |                      | Another recovery code on paper; the old one opens nothing any more, but for backups made before.

[plan]
start_session    | Start session        | f8 ctrl+g       | Start                | Start the session as planned.
choose_topic     | Choose topic         | t               | Topic                | Take another topic than the one that is proposed.
add_break        | Add a break          | b               | Break                | A break after the block at the cursor.
add_block        | Add a block          | a               | Add block            | A break, sharing or a topic after the block at the cursor.
leave_out        | Leave out            | d               | Leave out            | The block at the cursor is not held today.
block_earlier    | Earlier              | <               |                      | The block at the cursor comes earlier.
block_later      | Later                | >               |                      | The block at the cursor comes later; the closing stays last.
start_over       | Start over           | delete          | Start over           | Drop what was changed: the group's usual session again.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[groups]
plan_group       | Plan a session       | enter           | Plan                 | Plan a session of the group at the cursor.
over_time        | Member over time     | o               | Over time            | One member over time: hours, check-in, what they would try, topics, notes.
new_group        | New group            | n               | New group            | Make a group.
add_member       | Add member           | a               | Add members          | Add members by the display names they chose.
import_members   | Import members       | i               | Import               | Add display names from a CSV file.
topics_covered   | Topics covered       | t               | Topics               | Which topics the group has held, and who of its members has not had them.
rename           | Change               | e               | Change               | Change the group's name, day, time, format or newcomers, or a member's name.
seat_earlier     | Sit earlier          | <               |                      | The member at the cursor comes earlier in the circle.
seat_later       | Sit later            | >               |                      | The member at the cursor comes later in the circle.
remove           | Remove               | delete          | Remove               | Take the member off the roster, or the group off the list; every word about them stays.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[room]
note             | Note                 | f2 ctrl+n n     | Note                 | Write a note about the group, or about a member with @name.
arrivals         | Arrivals             | f3 ctrl+r a     | Arrivals             | Who is here: arrived, stepped out, back, left, absent; walk-ins.
walk_in          | Walk-in              | ctrl+w w        |                      | Somebody came in who is not on the list.
stay_after       | Stay-after           | f4 ctrl+f f     | Stay-after           | Note a concern, so that the member is asked to stay after group.
pause            | Pause                | f5 ctrl+o space | Pause                | Stop the clocks of the block and the turn, or let them run again.
add_minute       | Add a minute         | f6 ctrl+t +     | +1 min               | One minute more: for the turn that runs, else for the block.
back             | Back                 | f7 ctrl+b <     | Back                 | Return to the block before.
next             | Next                 | f8 ctrl+g >     | Next                 | Go on to the next block, with much time left when pressed twice; after the last one, close the session.
agenda           | Agenda               | ctrl+a g        |                      | Go to any block, add a break or another one, move it, give or take minutes, find time when late.
my_turn          | I speak              | ctrl+e y        |                      | You have the floor, in any block: your talking is timed; again: you have finished.
undo             | Undo                 | ctrl+z ctrl+underscore u |                      | Take back the last act.
close_session    | Close session        | ctrl+x          |                      | End the session once every stay-after has been talked about.
resolve          | Resolve stay-after   | ctrl+y          |                      | Say what was done about a stay-after: talked, handed off, safety steps, declined.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[opening]
tick             | Tick                 | enter           | Said                 | Mark the line as said, and go on to the next.
untick           | Untick               | backspace       |                      | The line was not said after all.

[check-in]
pass_item        | Pass                 | p               | Pass                 | The member passes on this question, or on this turn.
pass_all         | Pass on all          | P               | Pass all             | The member passes on the whole check-in.
clear_answer     | Clear answer         | backspace       | Clear                | Take the answer out again.
next_member      | Next member          | enter           | Next member          | Go to the next member's row.

[topic]
next_point       | Next point           | enter down      | Next point           | Show the next point or question.
previous_point   | Previous point       | up              |                      | Return to the point before.
use_question     | Mark used            | x               | Used                 | Mark the question as asked, or not asked.
next_part        | Next part            | ] pagedown      | Next part            | Go on to the topic's next part.
previous_part    | Previous part        | [ pageup        | Part back            | Return to the part before.
parts            | Parts                | j               | Parts                | Go to any part of the topic, leave out an optional one, give it more minutes.
for_you          | For you              | v               | For you              | Read your own notes of the topic at length.
objectives       | Objectives           | o               | Objectives           | Tick the objectives that were covered.

[list]
take_off         | Take off             | delete          | Take off             | With nothing typed: the point at the cursor is not on the group's list after all.

[sharing]
start_turn       | Start turn           |                 |                      | Give the floor to the member at the cursor.
end_turn         | End turn             |                 |                      | The member has finished.
turn             | Start or end turn    | enter           | Turn                 | Give the floor to the member at the cursor; again: end the turn.
pass_item        | Pass                 | p               | Pass                 | The member passes on this question, or on this turn.
later            | Back later           | l               | Later                | Move the member to the end of the queue.
hand             | Hand                 | h               | Hand                 | The member at the cursor asks to speak next; again: takes that back.
feedback         | Feedback             | b               | Feedback             | Time for the others to answer whoever spoke last; again: it is over.
order            | Order                | o               | Order                | Circle, random, or by hand.
wishes           | The group's list     | j               | List                 | Tick what was talked about of what the group wanted to work on.

[closing]
untick           | Untick               | backspace       |                      | The line was not said after all.
write_takeaway   | Takeaway             | t pageup        | Takeaway             | What the member takes from today.
write_commitment | Commitment           | c pagedown      | Commitment           | What the member will try before next time.

[after]
write_note       | Write                | enter           | Write                | Go into the note, to the first heading that is empty.
sign             | Sign                 | f8 ctrl+g       | Sign                 | Say what is missing and ask; Enter signs. Afterwards only addenda.
addendum         | Addendum             | f6 ctrl+t       | Addendum             | Add to a signed note.
note_format      | Note format          | f5 ctrl+o       | Format               | Plain, DAP, BIRP, GIRP or SOAP.
next_finding     | Next hint            | f4 ctrl+f       | Hint                 | Go to the next hint in what you write.
take_offer       | Take the hint        | f3 ctrl+r       | Change               | Change the words as the hint says.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[review]
search           | Search               | /               | Search               | Find words in every session.
filter_group     | Filter by group      | g               | Group                | Only one group's sessions.
filter_member    | Filter by member     | m               | Member               | Only sessions that a member came to.
filter_topic     | Filter by topic      | t               | Topic                | Only sessions with a topic.
filter_unsigned  | Only unsigned        | u               | Unsigned             | Only sessions with notes to sign.
open_notes       | Notes                | n               | Notes                | Finish, sign or add to the notes.
over_time        | Member over time     | o               | Over time            | One member over time: hours, check-in, what they would try, topics, notes.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[session]
open_notes       | Notes                | n               | Notes                | Finish, sign or add to the notes.
over_time        | Member over time     | o               | Over time            | One member over time: hours, check-in, what they would try, topics, notes.
export           | Export               | x               | Export               | Write the session to a file, after a warning.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[member]
read_session     | Read session         | enter           | Session              | Read the session at the cursor.
next_section     | Next section         | ]               | Next section         | Go on to the next section of the page.
previous_section | Section back         | [               | Section back         | Return to the section before.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[topics covered]
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[topics]
read_topic       | Read                 | enter           | Read                 | Read the topic at the cursor, or go on with the draft.
find_topic       | Find topic           | /               | Find                 | Type words: title, strand, tag, lead, core, yours; 45 finds what fits into 45 minutes.
as_group         | As the group sees it | g               | Group's view         | Only what the group sees of the topic; again: with what is for you alone.
new_topic        | New topic            | n               | New                  | Write a new topic: its title, then its text.
copy_topic       | Copy topic           | c               | Copy                 | Make your own copy of a built-in topic, and change it.
edit_topic       | Edit topic           | e               | Edit                 | Change the words of a topic of yours.
handout          | Handout              | h               | Handout              | Write what the group sees of the topic to a file, to print or to pass on.
who_had_it       | Who has had it       | w               | Who had it           | Choose the group of which the list says how many have had each topic.
discard_draft    | Throw away draft     | delete          |                      | Throw away what is being written; a topic in use stays as it is.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[writing]
use_topic        | Use topic            | f8 ctrl+g       | Use it               | See it as the group sees it, then put it in use.
group_view       | Group's view         | f5 ctrl+o       | Group's view         | Show or hide what the group will see of it.
next_finding     | Next hint            | f4 ctrl+f       | Hint                 | Go to the next hint in what you write.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[files]
edit_file        | Change file          | enter           | Change               | Change the words of the file; a built-in one stays as it is, and yours takes its place.
new_file         | New file             | n               | New                  | One more of the same kind, which begins as the one at the cursor.
set_aside        | Set aside            | delete          | Set aside            | Throw away what is being written; else take your file out of use and keep it beside.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[file]
use_file         | Use file             | f8 ctrl+g       | Use it               | From now on the program works with it as it stands here.
next_finding     | Next hint            | f4 ctrl+f       | Hint                 | Go to the next hint in what you write.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[preview]
put_in_use       | Put in use           | enter           | Put it in use        | From now on the topic can be chosen for a session.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

[settings]
change_setting   | Change setting       | enter           | Change               | Change what is at the cursor.
add_question     | Add a question       | a               | Add question         | Ask something of your own at check-in.
reword           | Reword a question    | e               |                      | Ask the question at the cursor in other words.
ask_earlier      | Ask earlier          | <               |                      | Move the question at the cursor up in the round.
ask_later        | Ask later            | >               |                      | Move the question at the cursor down in the round.
remove_question  | Remove a question    | delete          |                      | Take a question of your own out of the check-in; answers that were given stay.
files            | Formats and cards    |                 |                      | Session formats, opening and closing, safety cards, crisis lines, curricula: change them, write your own.
next_theme       | Colours              | c               | Colours              | The next colour theme.
back_up          | Back up now          | b               |                      | Copy what has changed into the folder for backups, and verify it.
new_passphrase   | Change passphrase    |                 |                      | Another passphrase; the old one opens nothing any more, but for backups made before.
new_code         | New recovery code    |                 |                      | Another recovery code on paper; the old one opens nothing any more, but for backups made before.
leave            | Go back              | escape          | Back                 | One step back; nothing is lost.

"""
"""In brackets the place; `leave` and `pass_item` stand at every place that has them."""
